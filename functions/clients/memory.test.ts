import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Marks, Memory } from './memory.ts';

const id = fc.constantFrom('один', 'два', 'три', 'четыре');
const lesson = fc.record({
  id,
  names: fc.array(fc.constantFrom('а', 'б', 'в')),
  text: fc.string({ unit: 'grapheme' }),
});

it('remembers of each record what was learned last, by every name it ever had', () => {
  fc.assert(
    fc.property(fc.array(lesson, { maxLength: 40 }), (lessons) => {
      const memory = new Memory<string>();
      const records = new Map<string, string>();
      const named = new Map<string, Set<string>>();
      for (const { id: one, names, text } of lessons) {
        memory.learn(one, names, text);
        records.set(one, text);
        for (const name of names) named.set(name, new Set([...(named.get(name) ?? []), one]));
      }
      for (const one of ['один', 'два', 'три', 'четыре']) expect(memory.get(one)).toBe(records.get(one));
      for (const name of ['а', 'б', 'в']) expect(memory.named(name)).toEqual([...(named.get(name) ?? [])]);
    }),
  );
});

it('has room for more than a page, and for a record that is larger than one', () => {
  const memory = new Memory<{ text: string }>();
  const texts = [700_000, 700_000, 3_000_000, 10, 1_048_576].map((length, n) => String(n).repeat(length));
  for (const [n, text] of texts.entries()) memory.learn(String(n), [], { text });
  memory.learn('0', [], { text: 'кратко' });
  memory.learn('3', [], { text: 'длиннее, чем было' });
  expect(memory.get('0')).toEqual({ text: 'кратко' });
  expect(memory.get('3')).toEqual({ text: 'длиннее, чем было' });
  for (const n of [1, 2, 4]) expect(memory.get(String(n))).toEqual({ text: texts[n] });
  expect(memory.get('5')).toBeUndefined();
});

it('knows marks that were made, and no others', () => {
  const marks = new Marks();
  marks.add('один');
  expect([marks.has('один'), marks.has('два')]).toEqual([true, false]);
});
