import { afterAll, describe, expect, inject, test } from 'vitest';
import type { StoredItem } from '../../functions/runtime/table/item.ts';
import type { Outcome } from './api-calls.ts';
import { countingAct, eventsOf } from './background-paths.ts';
import { effectOf } from './effects.ts';
import { holdNext } from './hold.ts';
import {
  type Act,
  apiAct,
  type CallParts,
  createPathBed,
  needed,
  type PathBed,
  type RouteId,
} from './path-bed.ts';
import { createStages } from './stage.ts';

const endpoint = inject('dynamodbEndpoint');
const stages = createStages(endpoint);
afterAll(stages.stop);

/** Two acts that meet: the second is done while the first, having read, is on its way to the engine. */
interface Meeting {
  readonly slow: Act;
  readonly quick: Act;
}

interface Met {
  readonly slow: Outcome;
  readonly quick: Outcome;
  readonly after: readonly StoredItem[];
  /** What both did to the table, and what the quick one did to it. */
  readonly effect: string;
  readonly quickEffect: string;
}

async function meet(prepare: (bed: PathBed) => Promise<Meeting>): Promise<Met> {
  const bed = await createPathBed(endpoint);
  const { slow, quick } = await prepare(bed);
  const before = needed(await bed.items());
  return stages.with(before, async ({ proxy, table, items }) => {
    const held = holdNext(proxy);
    const first = slow({ table });
    await held.arrived;
    const second = await quick({ table });
    const between = await items();
    held.letGo();
    const outcome = await first;
    const after = await items();
    const effects = { effect: effectOf(before, after), quickEffect: effectOf(before, between) };
    return { slow: outcome, quick: second, after, ...effects };
  });
}

const act = (bed: PathBed, route: RouteId, parts: CallParts): Act => apiAct(bed.call(route, parts));
const firm = (bed: PathBed, body: object = {}): Promise<string> =>
  bed.make('createCompany', { body: { name: 'Ромашка', ...body } });
const person = (bed: PathBed): Promise<string> =>
  bed.make('createContact', { body: { name: 'Иван Петров' } });
const one = (items: readonly StoredItem[], kind: string) => items.find((item) => item.kind === kind);

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
      const { slow, quick, after } = await meet(async (bed) => {
        const { place: link, other } = await place(bed, rename(bed));
        return which === 'the place' ? { slow: link, quick: other } : { slow: other, quick: link };
      });
      expect([slow.status, quick.status].sort()).toEqual([200, 201]);
      expect(one(after, 'contact-link')?.data['contact']).toEqual({ name: 'Иван Сидоров', version: 2 });
    },
  );

  test('while the person is deleted is marked as deleted with the person', async () => {
    const { slow, quick, after } = await meet(async (bed) => {
      const { place: link, other } = await place(bed, (id) => act(bed, 'deleteContact', { params: { id } }));
      return { slow: other, quick: link };
    });
    expect([slow.status, quick.status]).toEqual([204, 201]);
    expect(one(after, 'contact-link')?.data['contact']).toMatchObject({
      deletedAt: one(after, 'contact')?.data['deletedAt'],
    });
  });

  test('who is deleted first gets none', async () => {
    const { slow, effect, quickEffect } = await meet(async (bed) => {
      const { place: link, other } = await place(bed, (id) => act(bed, 'deleteContact', { params: { id } }));
      return { slow: link, quick: other };
    });
    expect(slow).toMatchObject({ status: 422, body: { errors: [{ pointer: '/contactId' }] } });
    expect(effect).toBe(quickEffect);
  });
});

describe.concurrent('what was there when it was read, and is gone when it is written,', () => {
  test('is said of a company that a new person is to belong to', async () => {
    const { slow, effect, quickEffect } = await meet(async (bed) => {
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
    const late = await meet(async (bed) => {
      const { change, remove } = await changing(bed);
      return { slow: change, quick: remove };
    });
    expect(late.slow).toMatchObject({ status: 404, code: 'company.not-found' });
    expect(late.effect).toBe(late.quickEffect);
    const early = await meet(async (bed) => {
      const { change, remove } = await changing(bed);
      return { slow: remove, quick: change };
    });
    expect(early.slow.status).toBe(204);
    // The phone that came in between is freed too.
    expect(one(early.after, 'lookup')).toBeUndefined();
  });

  test('is said of a relation', async () => {
    const { slow, quick, effect, quickEffect } = await meet(async (bed) => {
      const [id, companyId] = [await firm(bed), await firm(bed)];
      await bed.make('relateCompanies', { params: { id }, body: { kind: 'partner', companyId } });
      const unrelate = act(bed, 'unrelateCompanies', { params: { id, companyId, kind: 'partner' } });
      return { slow: unrelate, quick: unrelate };
    });
    expect([slow.status, quick.status]).toEqual([404, 204]);
    expect(effect).toBe(quickEffect);
  });
});

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
    const { slow, quick, effect, quickEffect } = await meet(prepare);
    expect(quick.status).toBeLessThan(300);
    expect(slow).toMatchObject({ status: 409, code });
    expect(effect).toBe(quickEffect);
  });
});

test('two contacts of one card counted at once are both counted', async () => {
  const { slow, quick, after } = await meet(async (bed) => {
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
  const { slow, quick, after } = await meet(async (bed) => {
    const params = { id: await firm(bed) };
    await bed.make('logContactWithCompany', { params, body: { channel: 'visit' } });
    const count = countingAct(eventsOf(await bed.items(), 'contact-logged.v1')[0]);
    return { slow: count, quick: count };
  });
  expect([slow.status, quick.status]).toEqual([200, 200]);
  expect(one(after, 'client-stats')?.data).toMatchObject({ contacts: 1 });
});

test('two environments that make the key of cursors at once take one of them', async () => {
  const { slow, quick } = await meet(async (bed) => {
    const params = { id: await firm(bed) };
    await bed.make('noteOnCompany', { params, body: { text: 'Просил прайс' } });
    const read = act(bed, 'readCompanyTimeline', { params, query: { limit: '1' } });
    return { slow: read, quick: read };
  });
  expect(quick.status).toBe(200);
  // The same cursor of the same list: the same signature.
  expect(slow.body).toEqual(quick.body);
});
