/**
 * Time zones and languages. A zone is a name of the IANA time zone database ("Europe/Moscow"), never an offset:
 * offsets change by law. Which names exist is asked of the platform (ECMA-402), whose data are kept up to date.
 */
import * as z from 'zod';
import { codedIssue } from './issue.ts';

/**
 * Spelling of area and place: the platform takes any case, but stored names must compare equal. Platforms call a
 * renamed place by its old or its new name (Europe/Kiev, Europe/Kyiv), so both are taken.
 */
const PLACE = /^[A-Z][a-z]+(?:\/[A-Z][a-z]+(?:[A-Z][a-z]+)*(?:[_-](?:[A-Z][a-z]+|[a-z]{2,3}))*)+$/;

/** Names found to exist: asking the platform takes tens of microseconds, and there are some 500 names at most. */
const found = new Set<string>();

/** Whether a text is a zone's name in its exact spelling. Abbreviations (MSK, EST) and offsets (+03:00) are not. */
export function isZone(text: string): boolean {
  if (found.has(text)) return true;
  if (!/^[A-Z][A-Za-z0-9_+/-]{2,49}$/.test(text)) return false;
  const canonical = canonicalZone(text);
  const exists =
    canonical === text || (canonical !== undefined && PLACE.test(text) && sameOrRenamed(text, canonical));
  if (exists) found.add(text);
  return exists;
}

/** Schema of a time zone. Code: `zone.unknown`. */
export const zoneSchema = z
  .string()
  .refine(
    isZone,
    codedIssue('zone.unknown', 'Give a time zone of the IANA database, such as Europe/Moscow or UTC.'),
  )
  .meta({ description: 'Time zone, IANA name', examples: ['Europe/Moscow'], maxLength: 50 });

/** Languages of the user interface and of mails. */
export const languageSchema = z
  .enum(['ru', 'en'])
  .meta({ description: 'Language, BCP 47 tag', examples: ['ru'] });

export type Language = z.infer<typeof languageSchema>;

function canonicalZone(text: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

/** Another name is a renamed place; the same name in another case is a misspelling. */
function sameOrRenamed(text: string, canonical: string): boolean {
  return canonical.toLowerCase() !== text.toLowerCase();
}
