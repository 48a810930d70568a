/**
 * How a route or a field goes: announced by a day from which it is deprecated and a later one, its sunset, until which it
 * works as before. The policy in words is `docs/deprecation.md`.
 */

import type * as z from 'zod';

/** Days that a deprecated route or field goes on to work, at least. */
export const DEPRECATION_DAYS = 180;

/** What a row says of a route that is to go. Days are calendar days and begin at 00:00 UTC. */
export interface Deprecation {
  /** `2027-01-15`: from then on it should not be used. */
  readonly since: string;
  /** `2027-07-15`: until then it works. */
  readonly sunset: string;
  /** Path below the API's base of the route to use in its place; its parameters are among those of the route. */
  readonly successor?: `/${string}`;
}

const DAY_MS = 86_400_000;

/** Midnight UTC of a calendar day, in milliseconds; NaN where it is none (`2027-02-30`). */
function instantOf(day: string): number {
  const at = Date.parse(`${day}T00:00:00.000Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day) ? at : Number.NaN;
}

/** What is wrong with the announcement of a route, for a test to say; `undefined` where nothing is. */
export function deprecationFault(
  { since, sunset, successor }: Deprecation,
  path: string,
): string | undefined {
  const days = (instantOf(sunset) - instantOf(since)) / DAY_MS;
  if (Number.isNaN(days)) return 'Give calendar days such as 2027-01-15.';
  if (days < DEPRECATION_DAYS) return `It has to work for ${DEPRECATION_DAYS} days, not for ${days}.`;
  const strange = placeholders(successor ?? '').filter((name) => !placeholders(path).includes(name));
  return strange.length > 0 ? `The route has no parameter ${strange.join(', ')}.` : undefined;
}

const placeholders = (path: string): string[] =>
  Array.from(path.matchAll(/\{(\w+)\}/g), ([, name = '']) => name);

/**
 * The headers of every answer of a deprecated route: `Deprecation` (RFC 9745: a structured date), `Sunset` (RFC 8594: an
 * HTTP date) and `Link` to what takes its place (RFC 5829, `successor-version`).
 *
 * @param base where the API begins: `/api/v1`
 * @param params the parameters of the request's path, put into that of the successor
 */
export function deprecationHeaders(
  { since, sunset, successor }: Deprecation,
  base: string,
  params: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const path = successor?.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(params[name] ?? ''),
  );
  return {
    deprecation: `@${instantOf(since) / 1000}`,
    sunset: new Date(instantOf(sunset)).toUTCString(),
    ...(path === undefined ? {} : { link: `<${base}${path}>; rel="successor-version"` }),
  };
}

/**
 * A field that is to go, marked for the OpenAPI document; a schema keeps taking it and an answer keeps giving it.
 *
 * @param use what to send or read in its place
 * @throws {RangeError} where it would go too soon after it was announced
 */
export function deprecatedField<S extends z.ZodType>(schema: S, deprecation: Deprecation, use?: string): S {
  const fault = deprecationFault(deprecation, '');
  if (fault !== undefined) throw new RangeError(fault);
  const { description, ...meta } = schema.meta() ?? {};
  const note = deprecationNote(deprecation, use);
  return schema.meta({
    ...meta,
    deprecated: true,
    description: [description, note].filter(Boolean).join(' '),
  });
}

/** The announcement in words, for the description of a route or a field. */
export function deprecationNote({ since, sunset }: Deprecation, use?: string): string {
  return `Deprecated since ${since}; it works until ${sunset}.${use === undefined ? '' : ` Use ${use} instead.`}`;
}
