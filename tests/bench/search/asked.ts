import { BASE_END, type BaseSize, idOf, SHARDS } from './made-items.ts';
import { PEOPLE, WHAT, WHOSE } from './word-pools.ts';

/** What is measured, by name: each a list of questions of one kind. */
export interface Asked {
  readonly name: string;
  /** As `questionSchema` takes them. */
  readonly questions: readonly object[];
}

type Input = Readonly<Record<string, unknown>>;

const common = {
  feedShards: SHARDS,
  asker: { userId: idOf('user', 0), role: 'admin', teamIds: [], visibility: 'all' },
  now: new Date(BASE_END).toISOString(),
  zone: 'Europe/Moscow',
  currency: 'RUB',
  members: [],
  selections: [],
  written: [],
  object: 'companies',
  withinMs: 60_000,
} as const;

const search = (input: Input) => ({ kind: 'search', ...common, input }) as const;
const aggregate = (input: Input) => ({ kind: 'aggregate', ...common, input }) as const;

const spread = <T>(pool: readonly T[], count: number): T[] =>
  Array.from({ length: count }, (_, n) => pool[(n * 7) % pool.length] as T);

/** One letter wrong, as people type: another, one less, or two swapped. */
const misspelt = (word: string, n: number): string => {
  const at = 1 + (n % (word.length - 2));
  if (n % 3 === 0) return `${word.slice(0, at)}${word.slice(at + 1)}`;
  if (n % 3 === 1) return word.slice(0, at) + (word[at + 1] ?? '') + (word[at] ?? '') + word.slice(at + 2);
  return `${word.slice(0, at)}ж${word.slice(at + 1)}`;
};

/** The texts of a mix of full-text searches: names, people, telephone numbers, e-mail addresses, INN. */
export function typedTexts({ companies, contacts }: BaseSize): readonly string[] {
  const some = (n: number, of: number): number => (n * 9_973) % of;
  return [
    ...spread(WHAT.ru, 40),
    ...spread(WHAT.en, 20),
    ...spread(WHOSE.ru, 20).map((whose, n) => `${whose} ${WHAT.ru[n % WHAT.ru.length]}`),
    ...spread(PEOPLE.ru.last, 40),
    ...spread(PEOPLE.ru.last, 20).map((last, n) => `${last} ${PEOPLE.ru.first[n % 20]}`),
    ...['Ivanov', 'Scherbakov', 'Fedorov', 'Solovyov', 'Kuznetsov', 'romashka', 'berezka', 'zavod'],
    ...spread(PEOPLE.en.last, 12),
    ...Array.from(
      { length: 20 },
      (_, n) => `8 916 ${String(some(n, contacts)).padStart(7, '0').slice(0, 5)}`,
    ),
    ...Array.from({ length: 20 }, (_, n) => String(some(n, companies)).padStart(7, '0').slice(-6)),
    ...Array.from({ length: 20 }, (_, n) => `info@firm${some(n, companies)}.example`),
    ...Array.from({ length: 20 }, (_, n) => String(7_000_000_000 + some(n, companies))),
  ];
}

export const misspeltTexts = (): readonly string[] =>
  [...PEOPLE.ru.last, ...WHAT.ru]
    .filter((word) => word.length >= 6)
    .slice(0, 100)
    .map(misspelt);

/** Every kind of question that is measured. */
export function askedOf(size: BaseSize): readonly Asked[] {
  const typed = { limit: 50, fields: ['name', 'inn', 'phones'] };
  const filter = {
    and: [
      { field: 'status', op: 'eq', value: 'customer' },
      { field: 'leadSource', op: 'in', value: ['web', 'exhibition'] },
      { relation: 'places', some: { field: 'role', op: 'eq', value: 'decision-maker' } },
    ],
  };
  const repeated = <T>(value: T, count: number): T[] => Array.from({ length: count }, () => value);
  return [
    { name: 'q', questions: typedTexts(size).map((q) => search({ ...typed, q })) },
    { name: 'q with a typo', questions: misspeltTexts().map((q) => search({ ...typed, q })) },
    {
      name: 'note texts of a year',
      questions: repeated(
        search({ ...typed, q: 'рассрочка прайс-лист', notes: { within: { last: 12, unit: 'month' } } }),
        5,
      ),
    },
    {
      name: 'filter with a relation',
      questions: repeated(search({ filter, limit: 50, fields: ['name'] }), 20),
    },
    {
      name: 'month by source',
      questions: repeated(
        aggregate({ groupBy: [{ field: 'createdAt', by: 'month' }, { field: 'leadSource' }] }),
        20,
      ),
    },
  ];
}
