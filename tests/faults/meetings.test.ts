import { afterAll, describe, expect, inject, test } from 'vitest';
import { act, firm, meet, one, person } from './meeting.ts';
import type { Act, PathBed } from './path-bed.ts';
import { createStages } from './stage.ts';

const stages = createStages(inject('dynamodbEndpoint'));
afterAll(stages.stop);

describe.concurrent('a person who is given a place', () => {
  const place = async (bed: PathBed, second: (id: string) => Act) => {
    const [id, contactId] = [await firm(bed), await person(bed)];
    return {
      place: act(bed, 'linkContact', { params: { id }, body: { contactId } }),
      other: second(contactId),
    };
  };
  const rename = (bed: PathBed) => (id: string) =>
    act(bed, 'changeContact', { params: { id }, body: { name: 'Иван Сидоров' } });

  test.each(['the place', 'the change'])(
    'while the person changes stands with the new name (%s is slow)',
    async (which) => {
      const { slow, quick, after } = await meet(stages, async (bed) => {
        const { place: link, other } = await place(bed, rename(bed));
        return which === 'the place' ? { slow: link, quick: other } : { slow: other, quick: link };
      });
      expect([slow.status, quick.status].sort()).toEqual([200, 201]);
      expect(one(after, 'contact-link')?.data['contact']).toEqual({ name: 'Иван Сидоров', version: 2 });
    },
  );

  test('while the person is deleted is marked as deleted with the person', async () => {
    const { slow, quick, after } = await meet(stages, async (bed) => {
      const { place: link, other } = await place(bed, (id) => act(bed, 'deleteContact', { params: { id } }));
      return { slow: other, quick: link };
    });
    expect([slow.status, quick.status]).toEqual([204, 201]);
    expect(one(after, 'contact-link')?.data['contact']).toMatchObject({
      deletedAt: one(after, 'contact')?.data['deletedAt'],
    });
  });

  test('who is deleted first gets none', async () => {
    const { slow, effect, quickEffect } = await meet(stages, async (bed) => {
      const { place: link, other } = await place(bed, (id) => act(bed, 'deleteContact', { params: { id } }));
      return { slow: link, quick: other };
    });
    expect(slow).toMatchObject({ status: 422, body: { errors: [{ pointer: '/contactId' }] } });
    expect(effect).toBe(quickEffect);
  });
});

describe.concurrent('what was there when it was read, and is gone when it is written,', () => {
  test('is said of a company that a new person is to belong to', async () => {
    const { slow, effect, quickEffect } = await meet(stages, async (bed) => {
      const id = await firm(bed);
      const body = { name: 'Иван Петров', phones: ['+7 916 123-45-67'], companies: [{ companyId: id }] };
      return {
        slow: act(bed, 'createContact', { body }),
        quick: act(bed, 'deleteCompany', { params: { id } }),
      };
    });
    expect(slow).toMatchObject({ status: 422, body: { errors: [{ pointer: '/companies/0/companyId' }] } });
    expect(effect).toBe(quickEffect);
  });

  test('is said of a company that is to be changed, and a deletion goes on from what stands there', async () => {
    const changing = async (bed: PathBed) => {
      const id = await firm(bed, { phones: ['+7 495 123-45-67'] });
      const body = { phones: ['+7 495 123-45-68'] };
      return {
        change: act(bed, 'changeCompany', { params: { id }, body }),
        remove: act(bed, 'deleteCompany', { params: { id } }),
      };
    };
    const late = await meet(stages, async (bed) => {
      const { change, remove } = await changing(bed);
      return { slow: change, quick: remove };
    });
    expect(late.slow).toMatchObject({ status: 404, code: 'company.not-found' });
    expect(late.effect).toBe(late.quickEffect);
    const early = await meet(stages, async (bed) => {
      const { change, remove } = await changing(bed);
      return { slow: remove, quick: change };
    });
    expect(early.slow.status).toBe(204);
    // The phone that came in between is freed too.
    expect(one(early.after, 'lookup')).toBeUndefined();
  });

  test('is said of a relation', async () => {
    const { slow, quick, effect, quickEffect } = await meet(stages, async (bed) => {
      const [id, companyId] = [await firm(bed), await firm(bed)];
      await bed.make('relateCompanies', { params: { id }, body: { kind: 'partner', companyId } });
      const unrelate = act(bed, 'unrelateCompanies', { params: { id, companyId, kind: 'partner' } });
      return { slow: unrelate, quick: unrelate };
    });
    expect([slow.status, quick.status]).toEqual([404, 204]);
    expect(effect).toBe(quickEffect);
  });
});

describe.concurrent('an invitation', () => {
  const answering = async (bed: PathBed) => {
    const email = 'vera@romashka.example';
    const id = await bed.make('createUser', { body: { email, name: 'Вера', role: 'admin' } });
    const place = { params: { tenantId: bed.tenant.tenant.id } };
    return {
      accept: act(bed, 'acceptInvitation', place, email),
      decline: act(bed, 'declineInvitation', place, email),
      withdraw: act(bed, 'withdrawInvitation', { params: { id } }),
      demote: act(bed, 'changeUser', { params: { id }, body: { role: 'viewer' } }),
    };
  };

  test('that is withdrawn or declined while it is accepted is gone', async () => {
    for (const end of ['withdraw', 'decline'] as const) {
      const { slow, effect, quickEffect } = await meet(stages, async (bed) => {
        const acts = await answering(bed);
        return { slow: acts.accept, quick: acts[end] };
      });
      expect(slow).toMatchObject({ status: 404, code: 'invitation.not-found' });
      expect(effect).toBe(quickEffect);
    }
  });

  test('that is accepted while it is withdrawn is accepted', async () => {
    const { slow, quick, effect, quickEffect } = await meet(stages, async (bed) => {
      const { accept, withdraw } = await answering(bed);
      return { slow: withdraw, quick: accept };
    });
    expect(quick.status).toBe(200);
    expect(slow).toMatchObject({ status: 404, code: 'invitation.not-found' });
    expect(effect).toBe(quickEffect);
  });

  test('to another role, given while it is accepted, is accepted with that role', async () => {
    const { slow, after } = await meet(stages, async (bed) => {
      const { accept, demote } = await answering(bed);
      return { slow: accept, quick: demote };
    });
    expect(slow).toMatchObject({ status: 200, body: { role: 'viewer' } });
    expect(one(after, 'admin-count')?.data['count']).toBe(1);
    const membership = after.find(({ kind, data }) => kind === 'membership' && data['role'] === 'viewer');
    expect(membership).toBeDefined();
  });
});

describe.concurrent('whoever leaves', () => {
  test('while an admin changes the role is out, and not let in by the change', async () => {
    const { slow, quick, after } = await meet(stages, async (bed) => {
      const { id, email } = await bed.tenant.addUser('agent');
      const params = { tenantId: bed.tenant.tenant.id };
      return {
        slow: act(bed, 'changeUser', { params: { id }, body: { role: 'manager' } }),
        quick: act(bed, 'leave', { params }, email),
      };
    });
    expect([slow.status, quick.status]).toEqual([200, 204]);
    expect(slow.body).toMatchObject({ state: 'left', role: 'manager' });
    expect(after.filter(({ kind }) => kind === 'membership')).toHaveLength(1);
  });
});
