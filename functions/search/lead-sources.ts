import { type CurrencyCode, currencySchema } from '../../shared/currency.ts';
import { instantOfLocal } from '../../shared/local-time.ts';
import { addMoney, type Money, zeroMoney } from '../../shared/money.ts';
import {
  type Counted,
  costsIn,
  type Days,
  figuresOf,
  type LeadSourceEffect,
  periodsOf,
  type Spell,
} from '../../shared/search/lead-source-effect.ts';
import { type Aggregate, aggregateInputSchema } from '../../shared/search/question.ts';
import type { questionRoutes } from '../../shared/search/routes.ts';
import type { RouteHandlers } from '../runtime/http.ts';
import type { RequestContext } from '../runtime/request.ts';
import { languageOf, zoneOf } from './asking.ts';
import type { Names } from './names.ts';
import type { Questions } from './questions.ts';

type Handlers = Pick<RouteHandlers<typeof questionRoutes>, 'readLeadSourceEffect'>;
type Query = Parameters<Handlers['readLeadSourceEffect']>[0]['query'];

/**
 * What lead sources cost and brought: two aggregates over the cards that the caller may see, and the costs of the dictionary. Companies count in the
 * period in which they came, contacts in that in which they took place; whoever is a customer now counts as one.
 */
export function createLeadSources(questions: Questions, names: Names): Handlers {
  return {
    readLeadSourceEffect: async ({ query }, context) => {
      const people = await names.people(context.caller.tenant);
      const zone = zoneOf(people, context.caller);
      const [came, made, spells] = await Promise.all([
        questions.aggregate(context, 'companies', cameIn(query, zone)),
        questions.aggregate(context, 'timeline', madeIn(query, zone)),
        spellsOf(names, context),
      ]);
      const currency = query.currency ?? currencySchema.parse(context.caller.settings.currency);
      const rows = rowsOf(query, counted(came, made), spells, currency);
      const labels = labelsIn(came, made);
      const language = languageOf(people, context.caller);
      return {
        status: 200,
        body: {
          rows: rows.map(({ source, ...row }) => ({
            source,
            label: labels.get(source) ?? spells.get(source)?.label[language] ?? source ?? '',
            ...row,
          })),
          totals: totalsOf(query, counted(came, made), spells, currency),
          asOf: context.now.toISOString(),
        },
      };
    },
  };
}

/** Days as a filter of instants, in the zone of whoever asks. */
function within(field: string, { from, to }: Days, zone: string) {
  const start = (day: string, later: number): string => {
    const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
    return instantOfLocal(
      { year, month, day: date + later, hour: 0, minute: 0, second: 0 },
      zone,
    ).toISOString();
  };
  return [
    { field, op: 'gte', value: start(from, 0) },
    { field, op: 'lt', value: start(to, 1) },
  ];
}

const cameIn = (query: Query, zone: string) =>
  aggregateInputSchema.parse({
    filter: { and: within('createdAt', query, zone) },
    groupBy: [{ field: 'leadSource' }, ...(query.by ? [{ field: 'createdAt', by: query.by }] : [])],
    measures: [
      { measure: 'count' },
      { measure: 'count', where: { field: 'status', op: 'eq', value: 'customer' } },
    ],
  });

const madeIn = (query: Query, zone: string) =>
  aggregateInputSchema.parse({
    filter: {
      and: [
        { field: 'kind', op: 'eq', value: 'contact-logged' },
        { field: 'corrected', op: 'eq', value: false },
        { field: 'company', op: 'isNull', value: false },
        ...within('occurredAt', query, zone),
      ],
    },
    groupBy: [{ field: 'company.leadSource' }, ...(query.by ? [{ field: 'occurredAt', by: query.by }] : [])],
    measures: [{ measure: 'count' }],
  });

type Spells = ReadonlyMap<
  string | null,
  { readonly label: { readonly ru: string; readonly en: string }; readonly costs: readonly Spell[] }
>;

async function spellsOf(names: Names, { caller }: RequestContext): Promise<Spells> {
  const entries = await names.entries(caller.tenant, 'lead-sources');
  return new Map([...entries].map(([id, { ru, en, costs = [] }]) => [id, { label: { ru, en }, costs }]));
}

type Key = string | null;
type CountedBySource = ReadonlyMap<Key, ReadonlyMap<string, Counted>>;

const textOf = (value: unknown): Key => (value === null || value === undefined ? null : String(value));

/** By source and period; one period without a name where none were asked for. */
function counted(came: Aggregate, made: Aggregate): CountedBySource {
  const sources = new Map<Key, Map<string, Counted>>();
  const add = (keys: Aggregate['groups'][number]['keys'], more: Partial<Counted>): void => {
    const source = textOf(keys[0]?.value);
    const period = textOf(keys[1]?.value) ?? '';
    const periods = sources.get(source) ?? new Map<string, Counted>();
    sources.set(source, periods);
    periods.set(period, { companies: 0, customers: 0, contactsMade: 0, ...periods.get(period), ...more });
  };
  for (const { keys, values } of came.groups)
    add(keys, { companies: Number(values[0]), customers: Number(values[1]) });
  for (const { keys, values } of made.groups) add(keys, { contactsMade: Number(values[0]) });
  return sources;
}

const labelsIn = (...charts: readonly Aggregate[]): ReadonlyMap<Key, string> =>
  new Map(
    charts.flatMap(({ groups }) =>
      groups.map(({ keys: [key] }) => [textOf(key?.value), key?.label ?? ''] as const),
    ),
  );

const NOTHING: Counted = { companies: 0, customers: 0, contactsMade: 0 };

/** A row for each source that cost or brought anything, in each period in which it did. */
function rowsOf(query: Query, sources: CountedBySource, spells: Spells, currency: CurrencyCode) {
  const periods: (Days & { readonly period?: string })[] = query.by ? periodsOf(query, query.by) : [query];
  const all = [...new Set<Key>([...spells.keys(), ...sources.keys()])];
  return all.flatMap((source): Omit<LeadSourceEffect['rows'][number], 'label'>[] =>
    periods.flatMap(({ period, from, to }) => {
      const brought = sources.get(source)?.get(period ?? '');
      const costs = costsIn(spells.get(source)?.costs ?? [], { from, to });
      if (brought === undefined && costs.size === 0) return [];
      const figures = figuresOf(brought ?? NOTHING, costs, currency);
      return [{ source, ...(period === undefined ? {} : { period }), ...figures }];
    }),
  );
}

function totalsOf(query: Query, sources: CountedBySource, spells: Spells, currency: CurrencyCode) {
  const everything = [...sources.values()].flatMap((periods) => [...periods.values()]);
  const sum = (of: keyof Counted): number => everything.reduce((total, one) => total + one[of], 0);
  const costs = new Map<CurrencyCode, Money>();
  for (const { costs: told } of spells.values())
    for (const [code, cost] of costsIn(told, query))
      costs.set(code, addMoney(costs.get(code) ?? zeroMoney(code), cost));
  const all = { companies: sum('companies'), customers: sum('customers'), contactsMade: sum('contactsMade') };
  return figuresOf(all, costs, currency);
}
