import { expect, it } from 'vitest';
import { EXAMPLE_IDS } from '../../docs/examples/ids.ts';
import { createStory, fieldsOf } from './story.ts';

it('learns ids where an example has one that is not known yet, and puts them in and out', () => {
  const story = createStory();
  const example = { id: EXAMPLE_IDS.link, at: { companyId: EXAMPLE_IDS.company }, name: 'Ромашка' };
  expect(story.unknownIn(example)).toEqual(['company', 'link']);
  story.meet(EXAMPLE_IDS.company, 'REAL-COMPANY');
  story.learn(example, { id: 'REAL-LINK', at: { companyId: 'ANOTHER' }, name: 'Лютик' });
  expect(story.unknownIn(example)).toEqual([]);
  const real = { id: 'REAL-LINK', at: { companyId: 'REAL-COMPANY' }, name: 'Ромашка' };
  expect(story.real(example)).toEqual(real);
  expect(story.retold(real)).toEqual(example);
  expect(story.real(undefined)).toBeUndefined();
});

it('tells fields apart by path and type; elements of a list together make one', () => {
  expect(fieldsOf({ name: 'x', list: [{ a: 1 }, { b: null }] })).toEqual([
    '.list: list',
    '.list[].a: number',
    '.list[].b: null',
    '.list[]: object',
    '.name: string',
    ': object',
  ]);
  expect(fieldsOf({ a: 1 })).not.toEqual(fieldsOf({ a: '1' }));
  expect(fieldsOf({ a: [] })).not.toEqual(fieldsOf({ a: [1] }));
});

it('does not look into values of any shape', () => {
  const changed = (from: unknown) => fieldsOf({ changes: [{ field: 'tags', from }] });
  expect(changed('one')).toEqual(changed({ many: ['other', 'things'] }));
});
