import { offsetAt } from '../local-time.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** What a clock in a zone shows. */
export interface ShownInstant {
  /** Milliseconds from 1970 to the shown time, as if the clock stood in UTC. */
  readonly shown: number;
  /** Milliseconds by which the clock is ahead of UTC. */
  readonly offset: number;
}

/** Most days whose offset is remembered: over a century of them. */
const MAX_DAYS = 40_000;

/**
 * Reads instants for one zone, quickly: asking the platform takes microseconds, and an export has millions of them. Undefined for
 * what is no instant.
 *
 * @param zone IANA name, such as Europe/Moscow
 */
export function instantReader(zone: string): (instant: string) => ShownInstant | undefined {
  const offsets = new Map<number, number | undefined>();
  /** The offset of a whole day in UTC, where it does not change in it: no zone changes twice within two days. */
  const offsetOfDay = (day: number): number | undefined => {
    if (offsets.has(day)) return offsets.get(day);
    if (offsets.size >= MAX_DAYS) offsets.clear();
    const offset = offsetAt(day * DAY_MS, zone);
    const whole = offset === offsetAt((day + 1) * DAY_MS, zone) ? offset : undefined;
    offsets.set(day, whole);
    return whole;
  };
  return (instant) => {
    const at = Date.parse(instant);
    if (!INSTANT.test(instant) || Number.isNaN(at)) return undefined;
    const offset = offsetOfDay(Math.floor(at / DAY_MS)) ?? offsetAt(at, zone);
    return { shown: at + offset, offset };
  };
}

/** `Date.parse` alone takes much else, and in the zone of the machine. */
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}.*(?:Z|[+-]\d{2}:\d{2})$/;

/**
 * RFC 3339 with the offset of the zone: `2026-11-23T12:30:00+03:00`; milliseconds only where there are any. Before standard
 * time offsets have seconds, which RFC 3339 cannot write: such an instant is given in UTC.
 */
export function localIsoText({ shown, offset }: ShownInstant): string {
  const inMinutes = offset / MINUTE_MS;
  if (!Number.isInteger(inMinutes)) return new Date(shown - offset).toISOString();
  const text = new Date(shown).toISOString();
  const minutes = Math.abs(inMinutes);
  const sign = inMinutes < 0 ? '-' : '+';
  const hours = String(Math.floor(minutes / 60)).padStart(2, '0');
  const time = text.endsWith('.000Z') ? text.slice(0, -5) : text.slice(0, -1);
  return `${time}${sign}${hours}:${String(minutes % 60).padStart(2, '0')}`;
}
