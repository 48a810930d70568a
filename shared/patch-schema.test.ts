import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { companyPatchSchema } from './clients/company.ts';
import { patchFields } from './patch-schema.ts';

const schema = z.strictObject(patchFields({ name: z.string().min(2), tags: z.array(z.string()).optional() }));

describe('patchFields', () => {
  it.each([{}, { name: 'ab' }, { name: null }, { tags: null }, { tags: ['a'], name: 'ab' }])(
    'takes %j as it is',
    (patch) => {
      expect(schema.parse(patch)).toEqual(patch);
    },
  );

  it.each([{ name: 'a' }, { name: 1 }, { tags: 'a' }, { tags: [null] }, { unknown: null }])(
    'refuses %j',
    (patch) => {
      expect(schema.safeParse(patch).success).toBe(false);
    },
  );

  it('puts no defaults into a patch: what is not named stays', () => {
    expect(companyPatchSchema.parse({ description: 'Текст' })).toEqual({ description: 'Текст' });
    expect(companyPatchSchema.parse({ finances: { budget: null } })).toEqual({ finances: { budget: null } });
  });

  it('takes a base version from 1 on', () => {
    expect(companyPatchSchema.parse({ baseVersion: 1 })).toEqual({ baseVersion: 1 });
    for (const baseVersion of [0, 1.5, '1', null]) {
      expect(companyPatchSchema.safeParse({ baseVersion }).success).toBe(false);
    }
  });

  it('knows no field by the name of what every object has', () => {
    for (const name of ['__proto__', 'constructor', 'toString']) {
      expect(companyPatchSchema.safeParse(JSON.parse(`{"${name}":{"polluted":true}}`)).success).toBe(false);
    }
  });
});
