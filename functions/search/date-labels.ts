import type { Bucket } from '../../shared/search/question.ts';

type Language = 'ru' | 'en';

const formats = new Map<string, Intl.DateTimeFormat>();

function format(language: Language, name: 'day' | 'month'): Intl.DateTimeFormat {
  const key = `${language} ${name}`;
  const known =
    formats.get(key) ??
    new Intl.DateTimeFormat(language === 'ru' ? 'ru-RU' : 'en-GB', {
      timeZone: 'UTC',
      year: 'numeric',
      month: name === 'day' ? 'short' : 'long',
      ...(name === 'day' ? { day: 'numeric' } : {}),
    });
  formats.set(key, known);
  return known;
}

const WEEK = { ru: 'Неделя с', en: 'Week of' } as const;
const QUARTER = {
  ru: (quarter: number) => `${quarter} кв.`,
  en: (quarter: number) => `Q${quarter}`,
} as const;

/**
 * What a stretch of the calendar is called.
 *
 * @param first Its first day, as `2026-11-01`
 */
export function dateLabel(first: string, by: Bucket, language: Language): string {
  const date = new Date(`${first}T00:00:00Z`);
  switch (by) {
    case 'day':
      return format(language, 'day').format(date);
    case 'week':
      return `${WEEK[language]} ${format(language, 'day').format(date)}`;
    case 'month':
      return format(language, 'month').format(date).replace(/ г\.$/, '');
    case 'quarter':
      return `${QUARTER[language](Math.floor(date.getUTCMonth() / 3) + 1)} ${date.getUTCFullYear()}`;
    case 'year':
      return String(date.getUTCFullYear());
  }
}
