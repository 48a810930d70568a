import type { DictionaryName } from '../../shared/platform/dictionary.ts';
import type { FieldDefinition, Label } from '../../shared/search/object.ts';
import type { Bucket, Cell, Measure } from '../../shared/search/question.ts';
import { dateLabel } from './date-labels.ts';
import type { People } from './names.ts';

/** What values are called by those who look at them. */
export interface Labels {
  readonly language: 'ru' | 'en';
  readonly people: People;
  /** Of the dictionaries that the answer speaks of. */
  readonly entries: ReadonlyMap<DictionaryName, ReadonlyMap<string, Label>>;
  /** Names of the records that the answer speaks of, as far as the caller may see them. */
  readonly records: ReadonlyMap<string, string>;
}

const EMPTY: Label = { ru: 'Не указано', en: 'Not given' };
const REST: Label = { ru: 'Остальные', en: 'Others' };
const YES: Label = { ru: 'Да', en: 'Yes' };
const NO: Label = { ru: 'Нет', en: 'No' };

const MEASURES: Readonly<Record<Measure['measure'], Label>> = {
  count: { ru: 'Количество', en: 'Count' },
  distinct: { ru: 'Разных', en: 'Distinct' },
  sum: { ru: 'Сумма', en: 'Sum' },
  avg: { ru: 'Среднее', en: 'Average' },
  min: { ru: 'Наименьшее', en: 'Least' },
  max: { ru: 'Наибольшее', en: 'Greatest' },
  median: { ru: 'Медиана', en: 'Median' },
};

/** What a value of a field is called; a value that nobody knows a name of stands for itself. */
export function labelOf(
  field: FieldDefinition,
  {
    value,
    rest,
    by,
  }: { readonly value: Cell; readonly rest?: true | undefined; readonly by?: Bucket | undefined },
  labels: Labels,
): string {
  const { language } = labels;
  if (rest) return REST[language];
  if (value === null) return EMPTY[language];
  if (typeof value === 'boolean') return (value ? YES : NO)[language];
  const text = String(value);
  if (by !== undefined) return dateLabel(text, by, language);
  return named(field, text, labels) ?? text;
}

function named(field: FieldDefinition, value: string, labels: Labels): string | undefined {
  const { language, people, entries, records } = labels;
  if (field.options) return field.options[value]?.[language];
  if (field.dictionary) return entries.get(field.dictionary)?.get(value)?.[language];
  if (field.standard === 'countries') return countryName(value, language);
  if (field.of === 'users') return people.users.get(value)?.name;
  if (field.of === 'teams') return people.teams.get(value);
  return field.of === undefined ? undefined : records.get(value);
}

const countryNames = new Map<string, Intl.DisplayNames>();

function countryName(code: string, language: string): string | undefined {
  const known = countryNames.get(language) ?? new Intl.DisplayNames(language, { type: 'region' });
  countryNames.set(language, known);
  return known.of(code);
}

/** What a measure is called: of what it measures, too. */
export const measureLabel = (
  measure: Measure['measure'],
  of: Label | undefined,
  language: 'ru' | 'en',
): string =>
  of === undefined ? MEASURES[measure][language] : `${MEASURES[measure][language]}: ${of[language]}`;

/** What the field of a path is called: by the relations that lead to it, too. */
export const fieldLabel = (
  field: FieldDefinition,
  steps: readonly { readonly label: Label }[],
  language: 'ru' | 'en',
): string => [...steps, field].map(({ label }) => label[language]).join(': ');
