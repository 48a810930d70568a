import { instantOfLocal, offsetAt } from '../../shared/local-time.ts';

const MINUTE_MS = 60_000;

/** What the package asks of a moment in a zone: the month, from 0, and the day that clocks show. */
interface LocalDay {
  month(): number;
  date(): number;
}

/**
 * Takes the place of `moment-timezone` in the bundles (see `infra/bundle.ts`): of its 770 KB, most of which are a time zone database
 * beside the platform's, date-holidays asks two things only. This is the first: on which day an equinox falls in a zone.
 *
 * @param instant ISO 8601, in UTC
 */
export default function moment(instant: string) {
  const ahead = (milliseconds: number): LocalDay => {
    const shown = new Date(Date.parse(instant) + milliseconds);
    return { month: () => shown.getUTCMonth(), date: () => shown.getUTCDate() };
  };
  return {
    /** @param zone IANA name, such as Asia/Tokyo */
    tz: (zone: string): LocalDay => ahead(offsetAt(Date.parse(instant), zone)),
    /** @param offset Such as +08:00 */
    utcOffset: (offset: string): LocalDay => {
      const [hours = 0, minutes = 0] = offset.slice(1).split(':').map(Number);
      return ahead((offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * MINUTE_MS);
    },
  };
}

/**
 * The second: the instant at which a holiday begins, or ends, in the country's zone.
 *
 * @param local Such as `2026-11-04 00:00:00`
 */
moment.tz = (local: string, zone: string) => {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = local.split(/[- :]/).map(Number);
  return {
    format: (): string => instantOfLocal({ year, month, day, hour, minute, second }, zone).toISOString(),
  };
};
