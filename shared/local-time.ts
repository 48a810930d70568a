/**
 * Local times as instants. The rules of zones are those of the platform (ECMA-402, IANA time zone database), daylight saving
 * time and historical changes included.
 */

/** A time on the wall clock of some zone. */
export interface LocalTime {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const DAY_MS = 86_400_000;

/**
 * When a clock in a zone shows a time. Of the two instants of an hour that is repeated in autumn it is the first; a time
 * that is left out in spring is as much later as was left out (RFC 5545, section 3.3.5).
 *
 * @param zone IANA name, such as Europe/Moscow
 * @throws RangeError for a zone that does not exist
 */
export function instantOfLocal(local: LocalTime, zone: string): Date {
  const { year, month, day, hour, minute, second } = local;
  const asUtc = utcOf(year, month, day, hour, minute, second);
  // No zone changes its offset twice within two days.
  const offsets = [offsetAt(asUtc - DAY_MS, zone), offsetAt(asUtc + DAY_MS, zone)] as const;
  const fitting = offsets.map((offset) => asUtc - offset).filter((at) => at + offsetAt(at, zone) === asUtc);
  return new Date(fitting.length > 0 ? Math.min(...fitting) : asUtc - offsets[0]);
}

/** `Date.UTC` takes years below 100 for those of the 20th century. */
function utcOf(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): number {
  return new Date(0).setUTCFullYear(year, month - 1, day) + ((hour * 60 + minute) * 60 + second) * 1000;
}

/** Milliseconds by which clocks in the zone are ahead of UTC at an instant. */
export function offsetAt(instant: number, zone: string): number {
  const parts = formatOf(zone).formatToParts(instant);
  const value = (type: Intl.DateTimeFormatPartTypes): number =>
    Number(parts.find((part) => part.type === type)?.value);
  const year = parts.some(({ type, value: era }) => type === 'era' && era === 'BC')
    ? 1 - value('year')
    : value('year');
  const shown = utcOf(year, value('month'), value('day'), value('hour'), value('minute'), value('second'));
  return shown - Math.floor(instant / 1000) * 1000;
}

/** Making a format takes tens of microseconds, and there are some 500 zones at most. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en', {
    timeZone: zone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    era: 'short',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(zone, format);
  return format;
}
