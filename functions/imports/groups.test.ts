import fc from 'fast-check';
import { expect, it } from 'vitest';
import { groupsOf } from './groups.ts';

it('keeps together what shares a name, also by way of others, in order', () => {
  const rows = [['a'], ['b'], ['b', 'c'], ['a'], [], ['c', 'd']];
  expect(groupsOf(rows, (names) => names)).toEqual([[['a'], ['a']], [['b'], ['b', 'c'], ['c', 'd']], [[]]]);
});

it('loses nothing and parts no two that share a name', () => {
  const rows = fc.uniqueArray(
    fc.record({ place: fc.nat(), names: fc.array(fc.constantFrom(...'abcdefgh'), { maxLength: 3 }) }),
    { maxLength: 30, selector: ({ place }) => place },
  );
  fc.assert(
    fc.property(rows, (things) => {
      const groups = groupsOf(things, ({ names }) => names);
      expect(groups.flat().toSorted(byPlace)).toEqual(things.toSorted(byPlace));
      const owners = new Map<string, number>();
      groups.forEach((group, index) => {
        for (const name of group.flatMap(({ names }) => names)) {
          expect(owners.get(name) ?? index).toBe(index);
          owners.set(name, index);
        }
        const places = group.map((one) => things.indexOf(one));
        expect(places).toEqual(places.toSorted((one, other) => one - other));
      });
    }),
  );
});

const byPlace = (one: { place: number }, other: { place: number }): number => one.place - other.place;
