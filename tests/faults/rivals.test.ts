import { afterAll, describe, expect, inject, test } from 'vitest';
import { MAX_FOUNDED } from '../../shared/platform/tenant.ts';
import { countingAct, eventsOf } from './background-paths.ts';
import { act, firm, type Meeting, meet, one } from './meeting.ts';
import type { PathBed } from './path-bed.ts';
import { invitedElsewhere } from './platform-paths.ts';
import { createStages } from './stage.ts';

const stages = createStages(inject('dynamodbEndpoint'));
afterAll(stages.stop);

describe.concurrent('of two that want the same', () => {
  test.each<[string, string, (bed: PathBed) => Promise<Meeting>]>([
    [
      'external id',
      'external-id.taken',
      async (bed) => {
        const create = (name: string) =>
          act(bed, 'createCompany', { body: { name, externalIds: [{ source: '1c', id: '42' }] } });
        return { slow: create('Ромашка'), quick: create('Лютик') };
      },
    ],
    [
      'login',
      'user.exists',
      async (bed) => {
        const body = { email: 'vera@romashka.example', name: 'Вера Новая', role: 'agent' };
        const create = act(bed, 'createUser', { body });
        return { slow: create, quick: create };
      },
    ],
    [
      'entry of a dictionary',
      'entry.exists',
      async (bed) => {
        const body = { id: 'floristry', labels: { ru: 'Флористика', en: 'Floristry' } };
        const create = act(bed, 'createEntry', { params: { dictionary: 'industries' }, body });
        return { slow: create, quick: create };
      },
    ],
    [
      'entry to correct',
      'timeline.already-corrected',
      async (bed) => {
        const params = { id: await firm(bed) };
        const corrects = await bed.make('noteOnCompany', { params, body: { text: 'Просил прайс' } });
        const correct = act(bed, 'noteOnCompany', { params, body: { text: 'Просил счёт', corrects } });
        return { slow: correct, quick: correct };
      },
    ],
    [
      'last administrator’s place',
      'user.last-admin',
      async (bed) => {
        const other = await bed.tenant.addUser('admin');
        const demote = (id: string) => act(bed, 'changeUser', { params: { id }, body: { role: 'agent' } });
        return { slow: demote(bed.tenant.admin.id), quick: demote(other.id) };
      },
    ],
    [
      'last administrator’s place, by leaving,',
      'user.last-admin',
      async (bed) => {
        const other = await bed.tenant.addUser('admin');
        const params = { tenantId: bed.tenant.tenant.id };
        return { slow: act(bed, 'leave', { params }), quick: act(bed, 'leave', { params }, other.email) };
      },
    ],
    [
      'invitation, accepted in two windows,',
      'user.exists',
      async (bed) => {
        const accept = act(bed, 'acceptInvitation', await invitedElsewhere(bed));
        return { slow: accept, quick: accept };
      },
    ],
    [
      'last organisation that one may found',
      'organisation.too-many',
      async (bed) => {
        const found = (name: string) => ({ body: { name, founder: { name: 'Анна' } } });
        for (let before = 1; before < MAX_FOUNDED; before += 1)
          await bed.make('createOrganisation', found('Лютик'));
        return {
          slow: act(bed, 'createOrganisation', found('Василёк')),
          quick: act(bed, 'createOrganisation', found('Ландыш')),
        };
      },
    ],
    [
      'relation, from both sides,',
      'relation.exists',
      async (bed) => {
        const [id, companyId] = [await firm(bed), await firm(bed)];
        const relate = (mine: string, theirs: string) =>
          act(bed, 'relateCompanies', { params: { id: mine }, body: { kind: 'partner', companyId: theirs } });
        return { slow: relate(id, companyId), quick: relate(companyId, id) };
      },
    ],
  ])('%s one gets it, and the other is told so', async (_, code, prepare) => {
    const { slow, quick, effect, quickEffect } = await meet(stages, prepare);
    expect(quick.status).toBeLessThan(300);
    expect(slow).toMatchObject({ status: 409, code });
    expect(effect).toBe(quickEffect);
  });
});

test('two contacts of one card counted at once are both counted', async () => {
  const { slow, quick, after } = await meet(stages, async (bed) => {
    const params = { id: await firm(bed) };
    for (const channel of ['visit', 'meeting']) {
      await bed.make('logContactWithCompany', { params, body: { channel } });
    }
    const [first, second] = eventsOf(await bed.items(), 'contact-logged.v1');
    return { slow: countingAct(first), quick: countingAct(second) };
  });
  expect([slow.status, quick.status]).toEqual([200, 200]);
  expect(one(after, 'client-stats')?.data).toMatchObject({
    contacts: 2,
    byChannel: { visit: 1, meeting: 1 },
    lastContactChannel: 'meeting',
  });
});

test('one event delivered twice at once is counted once', async () => {
  const { slow, quick, after } = await meet(stages, async (bed) => {
    const params = { id: await firm(bed) };
    await bed.make('logContactWithCompany', { params, body: { channel: 'visit' } });
    const count = countingAct(eventsOf(await bed.items(), 'contact-logged.v1')[0]);
    return { slow: count, quick: count };
  });
  expect([slow.status, quick.status]).toEqual([200, 200]);
  expect(one(after, 'client-stats')?.data).toMatchObject({ contacts: 1 });
});

test('two environments that make the key of cursors at once take one of them', async () => {
  const { slow, quick } = await meet(stages, async (bed) => {
    const params = { id: await firm(bed) };
    await bed.make('noteOnCompany', { params, body: { text: 'Просил прайс' } });
    const read = act(bed, 'readCompanyTimeline', { params, query: { limit: '1' } });
    return { slow: read, quick: read };
  });
  expect(quick.status).toBe(200);
  // The same cursor of the same list: the same signature.
  expect(slow.body).toEqual(quick.body);
});
