import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FieldMask, MAX_FIELD_PATHS, parseFieldMask, project, unknownFields } from './field-mask.ts';

function maskOf(text: string): FieldMask {
  const parsed = parseFieldMask(text);
  if ('refusal' in parsed) throw new Error(parsed.refusal.message);
  return parsed.mask;
}
const codeOf = (text: string): string | undefined => {
  const parsed = parseFieldMask(text);
  return 'refusal' in parsed ? parsed.refusal.code : undefined;
};

const CARD = {
  company: { id: '1', name: 'Ромашка', phones: [{ number: '+7', kind: 'work' }, { number: '+1' }] },
  timeline: { entries: [{ id: 'a', text: 'да' }, { id: 'b' }], next: 'cursor' },
  tags: ['VIP'],
};

describe('a mask', () => {
  it.each<[string, unknown]>([
    ['tags', { tags: ['VIP'] }],
    [
      'company.name,timeline.entries.text,timeline.next',
      { company: { name: 'Ромашка' }, timeline: { entries: [{ text: 'да' }, {}], next: 'cursor' } },
    ],
    ['company.phones.number', { company: { phones: [{ number: '+7' }, { number: '+1' }] } }],
    ['company.phones.extension', { company: { phones: [{}, {}] } }],
    ['company.name, company.name', { company: { name: 'Ромашка' } }],
    ['company.name,company', { company: CARD.company }],
    ['company,company.name', { company: CARD.company }],
    ['toString,constructor,valueOf.call', {}],
  ])('%s gives that much of an answer', (text, expected) => {
    expect(project(CARD, maskOf(text))).toEqual(expected);
  });

  it.each([
    '',
    ',',
    'name,',
    '.name',
    'a..b',
    'a.',
    'Name',
    'na me',
    '__proto__',
    'a.__proto__',
    'a/b',
    'имя',
    '*',
  ])('of %j is malformed', (text) => {
    expect(codeOf(text)).toBe('fields.malformed');
  });

  it('has a bound on its paths, its length and its depth', () => {
    const many = (count: number) => Array.from({ length: count }, (_, n) => `field${n}`).join(',');
    expect(codeOf(many(MAX_FIELD_PATHS))).toBeUndefined();
    expect(codeOf(many(MAX_FIELD_PATHS + 1))).toBe('fields.too-many');
    expect(codeOf(`a${'b'.repeat(2_000)}`)).toBe('fields.too-many');
    expect(codeOf('a.b.c.d.e.f.g.h')).toBeUndefined();
    expect(codeOf('a.b.c.d.e.f.g.h.i')).toBe('fields.malformed');
    expect(codeOf('a'.repeat(65))).toBe('fields.malformed');
  });

  it('is told each name that is not there', () => {
    const shape = new Map([
      ['name', new Map()],
      ['phones', new Map([['number', new Map()]])],
    ]);
    const unknown = (text: string) => unknownFields(maskOf(text), shape);
    expect(unknown('name,phones,phones.number')).toEqual([]);
    expect(unknown('nome,name.first,phones.nummer.x,constructor')).toEqual([
      'nome',
      'name.first',
      'phones.nummer',
      'constructor',
    ]);
  });
});

const name = fc.stringMatching(/^[a-z][A-Za-z0-9]{0,3}$/);
type Json = string | number | boolean | Json[] | { [name: string]: Json };
const { json } = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small' },
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(name, tie('json'), { maxKeys: 4 }),
  ),
}));
const answer = fc.dictionary(name, json, { minKeys: 1, maxKeys: 5 });

/** Every path of a value, lists walked through. */
function pathsOf(value: unknown, prefix = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((element) => pathsOf(element, prefix));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([field, inner]) => [
    `${prefix}${field}`,
    ...pathsOf(inner, `${prefix}${field}.`),
  ]);
}
const someOf = (value: unknown) => {
  const paths = [...new Set(pathsOf(value))].filter((path) => path.split('.').length <= 8);
  return fc.subarray(paths, { minLength: 1, maxLength: Math.min(paths.length, MAX_FIELD_PATHS) });
};
const asked = answer.chain((value) => fc.tuple(fc.constant(value), someOf(value)));

describe('a projection', () => {
  it('has the wanted paths, those above and those below them, and no others', () => {
    fc.assert(
      fc.property(asked, ([value, paths]) => {
        const mask = maskOf(paths.join(','));
        const wanted = pathsOf(value).filter((path) =>
          paths.some((one) => path === one || path.startsWith(`${one}.`) || one.startsWith(`${path}.`)),
        );
        expect(pathsOf(project(value, mask))).toEqual(
          expect.arrayContaining(wanted.filter((path) => paths.includes(path))),
        );
        const shown = new Set(pathsOf(project(value, mask)));
        expect([...shown].filter((path) => !wanted.includes(path))).toEqual([]);
      }),
    );
  });

  it('of all names is the whole, and doing it again changes nothing', () => {
    fc.assert(
      fc.property(asked, ([value, paths]) => {
        expect(project(value, maskOf(Object.keys(value).join(',')))).toEqual(value);
        const mask = maskOf(paths.join(','));
        const once = project(value, mask);
        expect(project(once, mask)).toEqual(once);
      }),
    );
  });

  it('does not depend on the order of the paths, and leaves the answer as it was', () => {
    fc.assert(
      fc.property(asked, ([value, paths]) => {
        const before = structuredClone(value);
        const there = project(value, maskOf(paths.join(',')));
        expect(project(value, maskOf(paths.toReversed().join(',')))).toEqual(there);
        expect(value).toEqual(before);
      }),
    );
  });

  it('is found or refused for any text, and never fails', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'ab.,_ A1') })),
        json,
        (text, value) => {
          const parsed = parseFieldMask(text);
          if ('mask' in parsed) expect(() => project(value, parsed.mask)).not.toThrow();
        },
      ),
    );
  });
});
