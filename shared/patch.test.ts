import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bumpFields, changesBetween, conflictingFields, mergePatch, sameJson } from './patch.ts';

/** Test cases of RFC 7396, appendix A: original, patch, result. */
const RFC_7396: readonly [unknown, unknown, unknown][] = [
  [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
  [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
  [{ a: 'b' }, { a: null }, {}],
  [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
  [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
  [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
  [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
  [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
  [
    ['a', 'b'],
    ['c', 'd'],
    ['c', 'd'],
  ],
  [{ a: 'b' }, ['c'], ['c']],
  [{ a: 'foo' }, null, null],
  [{ a: 'foo' }, 'bar', 'bar'],
  [{ e: null }, { a: 1 }, { e: null, a: 1 }],
  [[1, 2], { a: 'b', c: null }, { a: 'b' }],
  [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
];

const copy = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/** JSON values as a parser gives them, with fields of names that objects of JavaScript know for their own. */
const json = fc.jsonValue({ maxDepth: 3 }).map(copy);
const field = fc.oneof(fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor', 'toString'), fc.string());
const objects: fc.Arbitrary<Record<string, unknown>> = fc
  .array(fc.tuple(field, fc.oneof(json, fc.constant(null), fc.dictionary(field, json))))
  .map((entries) => copy(Object.fromEntries(entries)) as Record<string, unknown>);

describe('mergePatch', () => {
  it.each(RFC_7396)('merges %j with %j into %j, as RFC 7396 has it', (original, patch, result) => {
    expect(mergePatch(original, patch)).toEqual(result);
  });

  it('merges the example of RFC 7396, section 3', () => {
    const original = {
      title: 'Goodbye!',
      author: { givenName: 'John', familyName: 'Doe' },
      tags: ['example', 'sample'],
      content: 'This will be unchanged',
    };
    const patch = {
      title: 'Hello!',
      phoneNumber: '+01-123-456-7890',
      author: { familyName: null },
      tags: ['example'],
    };
    expect(mergePatch(original, patch)).toEqual({
      title: 'Hello!',
      author: { givenName: 'John' },
      tags: ['example'],
      content: 'This will be unchanged',
      phoneNumber: '+01-123-456-7890',
    });
  });

  it('with an empty patch changes nothing', () => {
    fc.assert(fc.property(objects, (target) => sameJson(mergePatch(target, {}), target)));
  });

  it('done twice is done once', () => {
    fc.assert(
      fc.property(fc.oneof(json, objects), fc.oneof(json, objects), (target, patch) => {
        const once = mergePatch(target, patch);
        expect(mergePatch(once, patch)).toEqual(once);
      }),
    );
  });

  it('gives each field of the patch its value, removes the nulls and keeps the rest', () => {
    fc.assert(
      fc.property(objects, objects, (target, patch) => {
        const merged = mergePatch(target, patch) as Record<string, unknown>;
        for (const [name, value] of Object.entries(patch)) {
          expect(Object.hasOwn(merged, name)).toBe(value !== null);
          if (Array.isArray(value) || typeof value !== 'object') expect(merged[name]).toEqual(value);
        }
        for (const [name, value] of Object.entries(target)) {
          if (!Object.hasOwn(patch, name)) expect(sameJson(merged[name], value)).toBe(true);
        }
      }),
    );
  });

  it('leaves both arguments, and what all objects share, as they were', () => {
    fc.assert(
      fc.property(objects, objects, (target, patch) => {
        const [before, wanted] = [JSON.stringify(target), JSON.stringify(patch)];
        mergePatch(target, patch);
        expect([JSON.stringify(target), JSON.stringify(patch)]).toEqual([before, wanted]);
        expect(Object.keys(Object.prototype)).toEqual([]);
      }),
    );
  });
});

describe('sameJson', () => {
  it('holds of a value and its copy, whatever the order of fields', () => {
    fc.assert(
      fc.property(objects, (value) => {
        const turned = Object.fromEntries(Object.entries(value).reverse());
        expect(sameJson(value, copy(turned))).toBe(true);
      }),
    );
  });

  it('tells apart what JSON tells apart', () => {
    const sorted = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(sorted);
      if (typeof value !== 'object' || value === null) return value;
      const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
      return entries.map(([name, inner]) => [name, sorted(inner)]).concat([['object']]);
    };
    fc.assert(
      fc.property(objects, objects, (one, other) => {
        expect(sameJson(one, other)).toBe(JSON.stringify(sorted(one)) === JSON.stringify(sorted(other)));
      }),
    );
  });

  it.each([
    [{ a: 1 }, { a: 1, b: undefined }, true],
    [{ a: 1 }, { a: 1, b: null }, false],
    [[], {}, false],
    [null, {}, false],
    [0, '0', false],
    [[1, 2], [2, 1], false],
    [{}, JSON.parse('{"__proto__":{}}'), false],
    [{}, JSON.parse('{"toString":1}'), false],
  ])('of %j and %j is %s', (one, other, same) => {
    expect(sameJson(one, other)).toBe(same);
    expect(sameJson(other, one)).toBe(same);
  });
});

describe('changesBetween', () => {
  it('names the changed fields in order, with old and new values, and leaves out what is empty', () => {
    const before = { name: 'Старое', tags: ['a'], budget: { amount: '1.00' }, same: [1], updatedAt: 'x' };
    const after = { name: 'Новое', budget: { amount: '2.00' }, same: [1], city: 'Тверь', updatedAt: 'y' };
    expect(changesBetween(before, after, ['updatedAt'])).toEqual([
      { field: 'budget', from: { amount: '1.00' }, to: { amount: '2.00' } },
      { field: 'city', to: 'Тверь' },
      { field: 'name', from: 'Старое', to: 'Новое' },
      { field: 'tags', from: ['a'] },
    ]);
  });

  it('is empty exactly where nothing differs', () => {
    fc.assert(
      fc.property(objects, objects, (one, other) => {
        expect(changesBetween(one, one)).toEqual([]);
        expect(changesBetween(one, other).length === 0).toBe(sameJson(one, other));
      }),
    );
  });

  it('leads from the one to the other when its new values are put in', () => {
    fc.assert(
      fc.property(objects, objects, (before, after) => {
        const result = new Map(Object.entries(before));
        for (const { field: name, to } of changesBetween(before, after)) {
          if (to === undefined) result.delete(name);
          else result.set(name, to);
        }
        expect(sameJson(Object.fromEntries(result), after)).toBe(true);
      }),
    );
  });
});

describe('conflictingFields', () => {
  it('names the patched fields that have changed since, in order', () => {
    const versions = bumpFields(bumpFields({}, ['name', 'tags'], 2), ['budget', 'name'], 4);
    expect(versions).toEqual({ name: 4, tags: 2, budget: 4 });
    expect(conflictingFields(versions, ['tags', 'name', 'city', 'budget'], 1)).toEqual([
      'budget',
      'name',
      'tags',
    ]);
    expect(conflictingFields(versions, ['tags', 'name', 'city'], 2)).toEqual(['name']);
    expect(conflictingFields(versions, ['tags', 'name', 'budget'], 4)).toEqual([]);
    expect(conflictingFields({}, ['name'], 1)).toEqual([]);
  });

  it('finds just what later versions touched, whatever the history', () => {
    const names = ['a', 'b', 'c', 'd'];
    const history = fc.array(fc.uniqueArray(fc.constantFrom(...names)), { maxLength: 8 });
    fc.assert(
      fc.property(history, fc.uniqueArray(fc.constantFrom(...names)), fc.nat(8), (edits, patched, seen) => {
        const base = Math.min(seen, edits.length) + 1;
        const versions = edits.reduce(
          (known, fields, index) => bumpFields(known, fields, index + 2),
          bumpFields({}, [], 1),
        );
        const touched = new Set(edits.slice(base - 1).flat());
        expect(conflictingFields(versions, patched, base)).toEqual(
          patched.filter((name) => touched.has(name)).sort(),
        );
      }),
    );
  });
});
