import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Ancestry } from './ancestry.ts';

const firm = fc.constantFrom(...'абвгде');
const pair = fc.tuple(firm, firm);

/** Whether a firm stands above itself. */
function hasCircle(pairs: readonly (readonly [child: string, parent: string])[]): boolean {
  const above = (id: string): Set<string> => {
    const seen = new Set<string>();
    const next = [id];
    for (const one of next) {
      for (const [child, parent] of pairs) {
        if (child !== one || seen.has(parent)) continue;
        seen.add(parent);
        next.push(parent);
      }
    }
    return seen;
  };
  return pairs.some(([child]) => above(child).has(child));
}

it('takes every pair in that closes no circle, with what is stored and what was taken in, and no other', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(pair), fc.array(pair), async (there, wanted) => {
      const stored = there.filter((one, index) => !hasCircle([...there.slice(0, index), one]));
      fc.pre(!hasCircle(stored));
      const ancestry = new Ancestry(async (id) =>
        stored.filter(([child]) => child === id).map(([, parent]) => parent),
      );
      await ancestry.prepare(wanted.map(([, parent]) => parent));
      const taken = [...stored];
      for (const [child, parent] of wanted) {
        const closes = hasCircle([...taken, [child, parent]]);
        expect(ancestry.add(child, parent)).toBe(!closes);
        if (!closes) taken.push([child, parent]);
      }
    }),
  );
});

it('reads each firm once', async () => {
  const read: string[] = [];
  const ancestry = new Ancestry(async (id) => {
    read.push(id);
    return id === 'а' ? ['б', 'в'] : id === 'г' ? [] : ['г'];
  });
  await ancestry.prepare(['а', 'б', 'а']);
  await ancestry.prepare(['а', 'г']);
  expect(read.toSorted()).toEqual(['а', 'б', 'в', 'г']);
});
