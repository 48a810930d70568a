/**
 * Text of a cell in SpreadsheetML (ECMA-376 Part 1, 22.9.2.19 ST_Xstring): characters that XML 1.0 cannot hold are `_xHHHH_`, a text
 * that looks like that has its first underscore written so. A carriage return too: XML would make a line feed of it.
 */
const SPECIAL = /[&<>\uFFFE\uFFFF]|(?![\t\n])\p{Cc}|_(?=x[0-9A-Fa-f]{4}_)/gu;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Escaped text of an element. Halves of surrogate pairs are no characters: each becomes U+FFFD. */
export const xmlText = (text: string): string => text.toWellFormed().replace(SPECIAL, escaped);

/** Escaped value of an attribute in double quotes. Line ends and tabs would be read as spaces. */
export const xmlAttribute = (text: string): string =>
  xmlText(text).replaceAll('"', '&quot;').replaceAll('\t', '&#9;').replaceAll('\n', '&#10;');

const escaped = (character: string): string =>
  ENTITIES[character] ?? `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`;
