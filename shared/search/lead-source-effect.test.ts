import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CurrencyCode } from '../currency.ts';
import { addMoney, type Money, zeroMoney } from '../money.ts';
import { costsIn, figuresOf, leadSourceQuerySchema, periodsOf, type Spell } from './lead-source-effect.ts';

const rub = (amount: string) => ({ amount, currency: 'RUB' as const });

describe('periods', () => {
  it('are those of the calendar, as far as they lie in the days', () => {
    expect(periodsOf({ from: '2025-11-15', to: '2026-02-01' }, 'month')).toEqual([
      { period: '2025-11-01', from: '2025-11-15', to: '2025-11-30' },
      { period: '2025-12-01', from: '2025-12-01', to: '2025-12-31' },
      { period: '2026-01-01', from: '2026-01-01', to: '2026-01-31' },
      { period: '2026-02-01', from: '2026-02-01', to: '2026-02-01' },
    ]);
    expect(periodsOf({ from: '2026-02-10', to: '2026-02-10' }, 'quarter')).toEqual([
      { period: '2026-01-01', from: '2026-02-10', to: '2026-02-10' },
    ]);
    expect(periodsOf({ from: '2024-12-31', to: '2026-01-01' }, 'year').map(({ period }) => period)).toEqual([
      '2024-01-01',
      '2025-01-01',
      '2026-01-01',
    ]);
  });
});

describe('costs', () => {
  const year: Spell = { from: '2026-01-01', to: '2026-12-31', cost: rub('36500.00') };

  it('fall on the days of a spell alike', () => {
    expect(costsIn([year], { from: '2026-03-01', to: '2026-03-31' }).get('RUB')).toEqual(rub('3100.00'));
    expect(costsIn([year], { from: '2025-01-01', to: '2026-01-01' }).get('RUB')).toEqual(rub('100.00'));
    expect(costsIn([year], { from: '2027-01-01', to: '2027-01-31' }).size).toBe(0);
    const dollars: Spell = { ...year, cost: { amount: '10.00', currency: 'USD' } };
    expect([...costsIn([year, dollars, year], year).values()]).toEqual([
      rub('73000.00'),
      { amount: '10.00', currency: 'USD' },
    ]);
  });

  it('of periods make up the whole, to the kopeck', () => {
    const day = fc
      .integer({ min: 0, max: 1_500 })
      .map((n) => new Date(1.6e12 + n * 86_400_000).toISOString().slice(0, 10));
    const spell = fc
      .tuple(day, day, fc.bigInt({ min: 0n, max: 10n ** 9n }))
      .map(([one, other, units]): Spell => {
        const digits = units.toString().padStart(3, '0');
        const [from = '', to = ''] = [one, other].toSorted();
        return { from, to, cost: rub(`${digits.slice(0, -2)}.${digits.slice(-2)}`) };
      });
    fc.assert(
      fc.property(spell, fc.constantFrom('month', 'quarter', 'year'), (told, by) => {
        const parts = periodsOf(told, by).map((days) => costsIn([told], days).get('RUB') ?? zeroMoney('RUB'));
        expect(parts.reduce(addMoney)).toEqual(told.cost);
      }),
      { numRuns: 500 },
    );
  });
});

describe('figures', () => {
  it('say nothing of what cannot be divided', () => {
    const none = figuresOf({ companies: 0, customers: 0, contactsMade: 0 }, new Map(), 'RUB');
    expect(none).toMatchObject({
      conversion: null,
      cost: rub('0.00'),
      costPerCompany: null,
      costPerCustomer: null,
    });
    const costs = new Map<CurrencyCode, Money>([
      ['RUB', rub('100.00')],
      ['USD', { amount: '1.00', currency: 'USD' }],
    ]);
    expect(figuresOf({ companies: 3, customers: 1, contactsMade: 7 }, costs, 'RUB')).toEqual({
      companies: 3,
      contactsMade: 7,
      customers: 1,
      conversion: '0.3333',
      cost: rub('100.00'),
      otherCosts: [{ amount: '1.00', currency: 'USD' }],
      costPerCompany: rub('33.33'),
      costPerCustomer: rub('100.00'),
      revenue: null,
    });
  });

  it.each([
    [{ from: '2026-02-01', to: '2026-01-01' }, 'to'],
    [{ from: '2010-01-01', to: '2026-01-01' }, 'to'],
    [{ from: '2026-01-01', to: '2026-01-31', by: 'week' }, 'by'],
    [{ from: '2026-01-01', to: '2026-01-31', currency: 'XXQ' }, 'currency'],
    [{ from: '2026-13-01', to: '2026-01-31' }, 'from'],
  ])('are not asked for by %j', (query, parameter) => {
    expect(leadSourceQuerySchema.safeParse(query).error?.issues[0]?.path).toEqual([parameter]);
  });
});
