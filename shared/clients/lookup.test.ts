import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LookupHit, lookupQuerySchema, rankHits } from './lookup.ts';

const ME = '01KAT0PK00ZSER000000000000';
const OTHER = '01KAT0PK00ZSER000000000001';
const PLACE = { id: '01KAT0PK00C0MPANY000000000', name: 'ООО' };

const hit = (id: string, details: Partial<LookupHit> = {}): LookupHit => ({
  type: 'company',
  id,
  name: id,
  companies: [],
  updatedAt: '2026-11-01T00:00:00.000Z',
  ...details,
});

describe('rankHits', () => {
  it('puts people before firms, own before others, present before past, then the latest change, then the id', () => {
    const ranked = [
      hit('own person at a firm', { type: 'contact', owner: ME, companies: [PLACE] }),
      hit('own person', { type: 'contact', owner: ME }),
      hit('person at a firm, later', {
        type: 'contact',
        owner: OTHER,
        companies: [PLACE],
        updatedAt: '2026-11-02T00:00:00.000Z',
      }),
      hit('person at a firm', { type: 'contact', companies: [PLACE] }),
      hit('person', { type: 'contact' }),
      hit('own firm', { owner: ME }),
      hit('a firm', { owner: OTHER }),
      hit('b firm'),
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(ranked, { minLength: ranked.length }), (shuffled) => {
        expect(rankHits(shuffled, ME).map(({ id }) => id)).toEqual(ranked.map(({ id }) => id));
      }),
    );
  });

  it('leaves what it is given as it was', () => {
    const given = [hit('b'), hit('a')];
    expect(rankHits(given, ME).map(({ id }) => id)).toEqual(['a', 'b']);
    expect(given.map(({ id }) => id)).toEqual(['b', 'a']);
  });
});

describe('lookupQuerySchema', () => {
  it.each([{ phone: '1' }, { email: 'a' }, { inn: '1' }, { externalId: '1c:1' }])('takes %j', (query) => {
    expect(lookupQuerySchema.parse(query)).toEqual(query);
  });

  it.each([{}, { phone: '1', inn: '2' }, { phone: '' }, { name: 'a' }, { inn: '1234567890123' }])(
    'refuses %j',
    (query) => {
      expect(lookupQuerySchema.safeParse(query).success).toBe(false);
    },
  );
});
