/**
 * Text that people type: names, titles, notes. Lengths are counted in Unicode code points, as JSON Schema's
 * `maxLength` does (RFC 8259 characters), not in UTF-16 units: an emoji is not two letters.
 */
import * as z from 'zod';
import { type Refusal, refusing } from './issue.ts';

/**
 * Never part of a line: C0 and C1 controls, line and paragraph separators, and the bidirectional embeddings,
 * overrides and isolates of Unicode UAX #9, which can make a name read as something else than it is.
 */
const REFUSED_IN_LINE = /[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u;
const REFUSED_IN_PARAGRAPHS = /[^\P{Cc}\n\t]|[\u2028\u2029\u202A-\u202E\u2066-\u2069]/u;

/** Nothing to see: white space and characters that Unicode says to leave out of display (zero width and so on). */
const INVISIBLE = /^[\p{White_Space}\p{Default_Ignorable_Code_Point}]*$/u;

/**
 * One written form for equal text: NFC (Unicode UAX #15; a file name from macOS has "й" as two characters),
 * without white space at the ends. Inner spaces stay as typed. Repeating it changes nothing.
 */
export function normaliseText(text: string): string {
  return text.normalize('NFC').trim();
}

/** Like `normaliseText`, with CR LF and CR of other systems turned into LF. */
export function normaliseParagraphs(text: string): string {
  return normaliseText(text.replaceAll(/\r\n?/g, '\n'));
}

/** Number of Unicode code points. */
export function countCharacters(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/**
 * Schema of one line of text of 1 to `max` characters. Takes text as typed and gives it normalised
 * (see `normaliseText`); stored text parses to itself.
 * Codes: `text.control-character`, `text.empty`, `text.too-long`, `text.malformed`.
 */
export function line(max: number) {
  return z
    .string()
    .overwrite(normaliseText)
    .superRefine(refusing((text) => refuseText(text, max, REFUSED_IN_LINE)))
    .meta({ minLength: 1, maxLength: max });
}

/**
 * Schema of text of 1 to `max` characters that may have line feeds and tabs; CR LF becomes LF.
 * Codes as of `line`.
 */
export function paragraphs(max: number) {
  return z
    .string()
    .overwrite(normaliseParagraphs)
    .superRefine(refusing((text) => refuseText(text, max, REFUSED_IN_PARAGRAPHS)))
    .meta({ minLength: 1, maxLength: max });
}

function refuseText(text: string, max: number, refused: RegExp): Refusal | undefined {
  if (!text.isWellFormed()) {
    return { code: 'text.malformed', message: 'The text is not well-formed Unicode: send it as UTF-8.' };
  }
  const found = refused.exec(text)?.[0];
  if (found !== undefined) {
    const message = `Remove the control character ${codePoint(found)} from the text.`;
    return { code: 'text.control-character', message };
  }
  if (INVISIBLE.test(text)) {
    return { code: 'text.empty', message: 'Enter some text, or leave the field out.' };
  }
  // A code point has at most two UTF-16 units, so only longer text needs counting.
  if (text.length > max && countCharacters(text) > max) {
    return { code: 'text.too-long', message: `Shorten the text to ${max} characters at most.` };
  }
  return undefined;
}

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
