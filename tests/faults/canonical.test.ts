import { expect, test } from 'vitest';
import { newId } from '../../functions/runtime/change.ts';
import { canonical } from './canonical.ts';

const id = (): string => newId(new Date());

const run = (owner: string) => {
  const [company, entry, event] = [id(), id(), id()];
  return [
    { pk: `T#t#company#${company}`, sk: 'card', data: { id: company, owner } },
    { pk: `T#t#company#${company}`, sk: `timeline#${entry}`, data: { subject: company } },
    { pk: `T#t#event#2026-11-23#${company.at(-1) === '0' ? 1 : 2}`, sk: event, data: { company, entry } },
  ];
};

test('two runs that did the same are equal, in whatever order their items come', () => {
  const owner = id();
  const [one, other] = [run(owner), run(owner).reverse()];
  expect(one).not.toEqual(other);
  expect(canonical([{ owner }], one)).toEqual(canonical([{ owner }], other));
});

test('an item too many, another value and an id that points elsewhere are told apart', () => {
  const owner = id();
  const [made] = [run(owner)];
  const expected = canonical([{ owner }], made);
  expect(canonical([{ owner }], [...made, { pk: 'T#t#event#2026-11-23#3', sk: id() }])).not.toEqual(expected);
  expect(canonical([{ owner }], run(id()))).not.toEqual(expected);
  const [company, entry, event] = made;
  const astray = [company, { ...entry, data: { subject: id() } }, event];
  expect(canonical([{ owner }], astray)).not.toEqual(expected);
});
