import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { KartotekaError } from '../../shared/errors.ts';
import { refusalOf, someRequest } from '../../tests/equipment/request.ts';
import type { Stored } from './table/item.ts';
import { applyPatch, onCurrent, requireMatch, requireNoConflict, revise, StaleRead } from './versions.ts';

const schema = z.strictObject({
  name: z.string().min(2),
  budget: z.strictObject({ amount: z.string(), currency: z.string() }).optional(),
  tags: z.array(z.string()).optional(),
  updatedAt: z.string(),
  updatedBy: z.string(),
});

const stored: Stored<z.output<typeof schema>> = {
  key: { pk: 'p', sk: 's' },
  version: 5,
  fieldVersions: { name: 2, tags: 5 },
  data: {
    name: 'Имя',
    budget: { amount: '1.00', currency: 'RUB' },
    tags: ['a'],
    updatedAt: '2026-01-01T00:00:00.000Z',
    updatedBy: 'somebody',
  },
};
const context = someRequest();
const thrownBy = (work: () => void): unknown => {
  try {
    work();
    return undefined;
  } catch (error) {
    return error;
  }
};

describe('onCurrent', () => {
  it('reads and writes anew while others get in first', async () => {
    let tries = 0;
    const result = await onCurrent(async () => {
      tries += 1;
      if (tries < 4) throw new StaleRead(tries);
      return 'done';
    });
    expect([result, tries]).toEqual(['done', 4]);
  });

  it('gives up in the end, and says so', async () => {
    let tries = 0;
    const error = await refusalOf(
      onCurrent(() => {
        tries += 1;
        return Promise.reject(new StaleRead(tries));
      }),
    );
    expect(error).toMatchObject({ kind: 'conflict', code: 'record.busy', retryAfter: 1 });
    expect(tries).toBe(4);
  });

  it('passes every other error on at once', async () => {
    let tries = 0;
    const failing = onCurrent(() => {
      tries += 1;
      return Promise.reject(new RangeError('x'));
    });
    await expect(failing).rejects.toThrow(RangeError);
    expect(tries).toBe(1);
  });
});

describe('requireMatch', () => {
  it.each([undefined, 'any' as const, [5], [1, 5]])('lets %j through at version 5', (ifMatch) => {
    expect(() => requireMatch(ifMatch === undefined ? {} : { ifMatch }, stored)).not.toThrow();
  });

  it.each([[[]], [[4]], [[6, 4]]])('refuses %j with the current version', (ifMatch) => {
    expect(thrownBy(() => requireMatch({ ifMatch }, stored))).toMatchObject({
      kind: 'precondition-failed',
      code: 'version.mismatch',
      facts: { currentVersion: 5 },
    });
  });
});

describe('requireNoConflict', () => {
  it('refuses only a patch of fields that changed since its base', () => {
    for (const [patch, base] of [
      [{ name: 'x' }, undefined],
      [{ name: 'x' }, 2],
      [{ budget: null }, 1],
      [{ tags: [] }, 5],
      [{}, 1],
    ] as const) {
      expect(() => requireNoConflict(stored, patch, base)).not.toThrow();
    }
    expect(thrownBy(() => requireNoConflict(stored, { tags: [], name: 'x', budget: null }, 1))).toMatchObject(
      {
        kind: 'conflict',
        code: 'version.conflict',
        facts: { fields: ['name', 'tags'], currentVersion: 5 },
      },
    );
  });
});

describe('a base version that is not there yet', () => {
  it('is refused: nobody can have read it', () => {
    expect(thrownBy(() => requireNoConflict(stored, { name: 'x' }, 6))).toMatchObject({
      kind: 'invalid',
      issues: [{ pointer: '/baseVersion', code: 'version.unknown' }],
    });
  });
});

describe('applyPatch', () => {
  it('makes the next version, with what changed and who changed it', () => {
    const revision = applyPatch(schema, stored, { budget: { amount: '2.00' }, tags: null }, context);
    expect(revision).toEqual({
      data: {
        name: 'Имя',
        budget: { amount: '2.00', currency: 'RUB' },
        updatedAt: context.now.toISOString(),
        updatedBy: context.caller.userId,
      },
      version: 6,
      fieldVersions: { name: 2, tags: 6, budget: 6 },
      changes: [
        {
          field: 'budget',
          from: { amount: '1.00', currency: 'RUB' },
          to: { amount: '2.00', currency: 'RUB' },
        },
        { field: 'tags', from: ['a'] },
      ],
    });
    expect(stored.data.tags).toEqual(['a']);
  });

  it('finds no change where the values are the same', () => {
    const patch = { name: 'Имя', budget: { currency: 'RUB' }, tags: ['a'] };
    expect(applyPatch(schema, stored, patch, context).changes).toEqual([]);
  });

  it('checks the record as a whole', () => {
    const error = thrownBy(() =>
      applyPatch(schema, stored, { name: null, budget: { amount: null } }, context),
    );
    expect(error).toBeInstanceOf(KartotekaError);
    expect((error as KartotekaError).issues.map(({ pointer, code }) => [pointer, code])).toEqual([
      ['/name', 'field.required'],
      ['/budget/amount', 'field.required'],
    ]);
  });
});

describe('revise', () => {
  it('counts what every write changes for nothing', () => {
    const data = { ...stored.data, updatedAt: 'later', updatedBy: 'other' };
    expect(revise(stored, data)).toEqual({
      data,
      version: 6,
      fieldVersions: stored.fieldVersions,
      changes: [],
    });
  });
});
