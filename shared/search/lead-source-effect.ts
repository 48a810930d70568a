/**
 * What lead sources cost and bring, by period. Costs are told for spells of days (`costs` of a dictionary entry); a period is charged the part of
 * each spell that its days make. Parts are rounded so that periods that make up a spell are charged exactly its cost.
 */
import * as z from 'zod';
import { type CurrencyCode, currencySchema, minorUnits } from '../currency.ts';
import { codedIssue } from '../issue.ts';
import { addMoney, type Money, moneySchema, zeroMoney } from '../money.ts';
import { daySchema, instantSchema } from '../record.ts';

const DAY_MS = 86_400_000;
/** Longest stretch that is looked at, in days: ten years. */
const MAX_DAYS = 3_660;

export const stepSchema = z.enum(['month', 'quarter', 'year']);
export type Step = z.infer<typeof stepSchema>;

export const leadSourceQuerySchema = z
  .strictObject({
    from: daySchema.meta({ description: 'First day, in your time zone', examples: ['2025-01-01'] }),
    to: daySchema.meta({ description: 'Last day; it belongs to the period', examples: ['2026-12-31'] }),
    by: stepSchema.optional().meta({ description: 'Also by periods of the calendar', examples: ['quarter'] }),
    currency: currencySchema
      .optional()
      .meta({ description: "Of costs; default: the organisation's", examples: ['RUB'] }),
  })
  .refine(({ from, to }) => from <= to, {
    path: ['to'],
    ...codedIssue('period.reversed', '"to" must not lie before "from".'),
  })
  .refine(({ from, to }) => dayNumber(to) - dayNumber(from) < MAX_DAYS, {
    path: ['to'],
    ...codedIssue('period.too-long', 'Ask for ten years at most.'),
  });

const shareSchema = z
  .string()
  .regex(/^\d+\.\d{4}$/)
  .meta({ description: 'A part of one, with four decimal places', examples: ['0.2500'] });

const figureFields = {
  companies: z.int().min(0).meta({ description: 'Companies from this source that came in the period' }),
  contactsMade: z.int().min(0).meta({
    description: 'Calls, letters, meetings and visits in the period with companies from this source',
  }),
  customers: z.int().min(0).meta({ description: 'How many of the companies are customers now' }),
  conversion: shareSchema.nullable().meta({ description: 'Customers among the companies; null without any' }),
  cost: moneySchema.meta({ description: 'What the source cost in the period' }),
  otherCosts: z.array(moneySchema).meta({ description: 'Costs in other currencies, which are not added up' }),
  costPerCompany: moneySchema.nullable(),
  costPerCustomer: moneySchema.nullable(),
  revenue: moneySchema
    .nullable()
    .meta({ description: 'What customers from this source have paid; null as long as no payments are kept' }),
};

const rowSchema = z
  .strictObject({
    source: z
      .string()
      .nullable()
      .meta({ description: 'Id of the entry of `lead-sources`; null where none is given' }),
    label: z.string(),
    period: daySchema.optional().meta({ description: 'First day of the period, where `by` was asked for' }),
    ...figureFields,
  })
  .meta({ id: 'LeadSourceFigures', description: 'What a lead source cost and brought' });

export const leadSourceEffectSchema = z
  .strictObject({
    rows: z.array(rowSchema),
    totals: z.strictObject(figureFields),
    asOf: instantSchema.meta({ description: 'When this was asked' }),
  })
  .meta({ id: 'LeadSourceEffect', description: 'What lead sources cost and brought' });
export type LeadSourceEffect = z.output<typeof leadSourceEffectSchema>;
export type Figures = LeadSourceEffect['totals'];

/** Days from one to another, both included, as `2026-11-23`. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

/** What a source cost in some days. */
export interface Spell extends Days {
  readonly cost: Money;
}

const dayNumber = (day: string): number => Math.round(Date.parse(`${day}T00:00:00Z`) / DAY_MS);
const dayOf = (number: number): string => new Date(number * DAY_MS).toISOString().slice(0, 10);

const MONTHS = { month: 1, quarter: 3, year: 12 } as const;

/** The periods of the calendar that days lie in, each as far as it lies in them; named by its first day. */
export function periodsOf(days: Days, by: Step): (Days & { readonly period: string })[] {
  const months = MONTHS[by];
  const [year = 0, month = 1] = days.from.split('-').map(Number);
  const periods: (Days & { period: string })[] = [];
  for (let at = year * 12 + Math.floor((month - 1) / months) * months; ; at += months) {
    const [first, next] = [firstDay(at), firstDay(at + months)];
    if (first > days.to) return periods;
    const last = dayOf(dayNumber(next) - 1);
    periods.push({
      period: first,
      from: inOrder(first, days.from)[1],
      to: inOrder(last, days.to)[0],
    });
  }
}

/** Two days, the earlier one first. */
const inOrder = (one: string, other: string): readonly [string, string] =>
  one.localeCompare(other) <= 0 ? [one, other] : [other, one];

const firstDay = (months: number): string =>
  `${String(Math.floor(months / 12)).padStart(4, '0')}-${String((months % 12) + 1).padStart(2, '0')}-01`;

/** What a source cost in some days, by currency. */
export function costsIn(spells: readonly Spell[], days: Days): ReadonlyMap<CurrencyCode, Money> {
  const costs = new Map<CurrencyCode, Money>();
  for (const spell of spells) {
    const part = partOf(spell, days);
    if (part !== undefined)
      costs.set(part.currency, addMoney(costs.get(part.currency) ?? zeroMoney(part.currency), part));
  }
  return costs;
}

/** The part of a spell's cost that falls on some days; nothing where they do not meet. */
function partOf({ from, to, cost }: Spell, days: Days): Money | undefined {
  const [begin, end] = [dayNumber(from), dayNumber(to) + 1];
  const [first, last] = [Math.max(begin, dayNumber(days.from)), Math.min(end, dayNumber(days.to) + 1)];
  if (first >= last) return undefined;
  // By what is charged up to a day: so the parts of neighbours fit together without a gap.
  const upTo = (day: number): bigint => (unitsOf(cost) * BigInt(day - begin)) / BigInt(end - begin);
  return moneyOf(upTo(last) - upTo(first), cost.currency);
}

/** Canonical text has exactly the decimal places of its currency. */
const unitsOf = ({ amount }: Money): bigint => BigInt(amount.replace('.', ''));

function moneyOf(units: bigint, currency: CurrencyCode): Money {
  const places = minorUnits(currency);
  const digits = units.toString().padStart(places + 1, '0');
  const amount = places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
  return { amount, currency };
}

/** What was counted of a source. */
export interface Counted {
  readonly companies: number;
  readonly customers: number;
  readonly contactsMade: number;
}

/** Counts and costs with what follows from them. */
export function figuresOf(
  { companies, customers, contactsMade }: Counted,
  costs: ReadonlyMap<CurrencyCode, Money>,
  currency: CurrencyCode,
): Figures {
  const cost = costs.get(currency) ?? zeroMoney(currency);
  const each = (count: number): Money | null =>
    count === 0 ? null : moneyOf((unitsOf(cost) + BigInt(count) / 2n) / BigInt(count), currency);
  return {
    companies,
    contactsMade,
    customers,
    conversion: companies === 0 ? null : (customers / companies).toFixed(4),
    cost,
    otherCosts: [...costs.values()].filter((other) => other.currency !== currency),
    costPerCompany: each(companies),
    costPerCustomer: each(customers),
    revenue: null,
  };
}
