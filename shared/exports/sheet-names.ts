import type { Language } from '../zone.ts';

/** Longest name that Excel takes. */
const MAX_LENGTH = 31;

/** Where nothing better is known, or nothing of it may stay. */
const DEFAULT_NAMES: Readonly<Record<Language, string>> = { ru: 'Данные', en: 'Data' };

/**
 * Name of a sheet by its number, from 1: "Companies", "Companies 2" and so on. What Excel refuses is left out: `[ ] : * ? / \`,
 * control characters, apostrophes at the ends, and "History", which it keeps for itself.
 */
export function sheetName(wanted: string | undefined, language: Language, number: number): string {
  const suffix = number === 1 ? '' : ` ${number}`;
  const allowed = (wanted ?? '').toWellFormed().replace(/[[\]:*?/\\\p{C}]+/gu, ' ');
  const fitting = cut(allowed, MAX_LENGTH - suffix.length);
  const base = /^(?:history)?$/i.test(fitting) ? DEFAULT_NAMES[language] : fitting;
  return base + suffix;
}

/** Cut between characters, and bare of spaces and apostrophes at the ends. */
function cut(text: string, length: number): string {
  const bare = text.replace(/^[\s']+/, '').slice(0, length);
  const whole = bare.isWellFormed() ? bare : bare.slice(0, -1);
  return whole.replace(/[\s']+$/, '');
}
