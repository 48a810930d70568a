import { afterAll, describe, expect, inject, test } from 'vitest';
import { DOCUMENT } from '../equipment/document-desk.ts';
import { act, firm, meet, one } from './meeting.ts';
import type { PathBed } from './path-bed.ts';
import { createStages } from './stage.ts';

const stages = createStages(inject('dynamodbEndpoint'));
afterAll(stages.stop);

/** A document that was announced on a company, and what can be done with it. */
async function announced(bed: PathBed) {
  const id = await firm(bed);
  const documentId = await bed.make('createCompanyDocument', { params: { id }, body: DOCUMENT });
  const params = { id, documentId };
  return {
    params,
    complete: act(bed, 'completeCompanyDocument', { params }),
    remove: act(bed, 'removeCompanyDocument', { params }),
    deleteCard: act(bed, 'deleteCompany', { params: { id } }),
    judge: (verdict: string) => act(bed, 'judgeCompanyDocument', { params, body: { verdict } }),
  };
}

async function attached(bed: PathBed) {
  const document = await announced(bed);
  await bed.make('completeCompanyDocument', { params: document.params });
  return document;
}

describe.concurrent('a document', () => {
  test('completed twice at once is on the card once', async () => {
    const { slow, quick, effect, quickEffect } = await meet(stages, async (bed) => {
      const { complete } = await announced(bed);
      return { slow: complete, quick: complete };
    });
    expect([slow.status, quick.status]).toEqual([200, 200]);
    expect(slow.body).toEqual(quick.body);
    expect(effect).toBe(quickEffect);
  });

  test('whose announcement is removed while it is completed is on no card', async () => {
    const { slow, quick, effect, quickEffect } = await meet(stages, async (bed) => {
      const { complete, remove } = await announced(bed);
      return { slow: complete, quick: remove };
    });
    expect([slow.code, quick.status]).toEqual(['document.not-found', 204]);
    expect([effect, quickEffect]).toEqual(['-document-upload', '-document-upload']);
  });

  test('that is completed while it is being removed is removed all the same, and counted out', async () => {
    const { slow, quick, after } = await meet(stages, async (bed) => {
      const { complete, remove } = await announced(bed);
      return { slow: remove, quick: complete };
    });
    expect([slow.status, quick.status]).toEqual([204, 200]);
    expect(one(after, 'document')).toBeUndefined();
    expect(one(after, 'document-count')?.data).toEqual({ count: 0 });
  });

  test('removed twice at once is counted out once', async () => {
    const { slow, quick, after } = await meet(stages, async (bed) => {
      const { remove } = await attached(bed);
      return { slow: remove, quick: remove };
    });
    expect([slow.code, quick.status]).toEqual(['document.not-found', 204]);
    expect(one(after, 'document-count')?.data).toEqual({ count: 0 });
  });

  test('is not put on a card that is deleted meanwhile', async () => {
    const { slow, effect, quickEffect } = await meet(stages, async (bed) => {
      const { complete, deleteCard } = await announced(bed);
      return { slow: complete, quick: deleteCard };
    });
    expect(slow.code).toBe('company.not-found');
    expect(effect).toBe(quickEffect);
  });

  test('judged by two scanners at once has both verdicts after each other', async () => {
    const { slow, quick, after } = await meet(stages, async (bed) => {
      const { judge } = await attached(bed);
      return { slow: judge('infected'), quick: judge('clean') };
    });
    expect([slow.status, quick.status]).toEqual([200, 200]);
    expect(one(after, 'document')).toMatchObject({ version: 3, data: { scan: { verdict: 'infected' } } });
  });

  test('judged while it is removed is gone', async () => {
    const { slow, effect, quickEffect } = await meet(stages, async (bed) => {
      const { judge, remove } = await attached(bed);
      return { slow: judge('clean'), quick: remove };
    });
    expect(slow.code).toBe('document.not-found');
    expect(effect).toBe(quickEffect);
  });
});
