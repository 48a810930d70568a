import { afterAll, describe, expect, inject, test } from 'vitest';
import type { Route } from '../../shared/route.ts';
import { DEFAULT_WEEK } from '../../shared/working-time/calendar.ts';
import { type ApiCall, callApi, type Outcome } from './api-calls.ts';
import { holdNext } from './hold.ts';
import { once } from './once.ts';
import { createPathBed, NOW, needed, type PathBed, ROUTES, type RouteId } from './path-bed.ts';
import { createStages } from './stage.ts';

const endpoint = inject('dynamodbEndpoint');
const stages = createStages(endpoint);
afterAll(stages.stop);

/** A record at version 1, and two changes of it that do not touch each other, as far as it has two fields. */
interface TwoChanges {
  readonly params?: Readonly<Record<string, string>>;
  readonly one: object;
  readonly other: object;
  /** What the record says after both. */
  readonly both: object;
  /** Nothing follows a change of it: it has no events. */
  readonly silent?: true;
}

const firm = (bed: PathBed): Promise<string> => bed.make('createCompany', { body: { name: 'Ромашка' } });
const person = (bed: PathBed): Promise<string> =>
  bed.make('createContact', { body: { name: 'Иван Петров' } });

const CHANGES: Readonly<Partial<Record<RouteId, (bed: PathBed) => Promise<TwoChanges>>>> = {
  changeCompany: async (bed) => ({
    params: { id: await firm(bed) },
    one: { name: 'АО «Ромашка»' },
    other: { tags: ['VIP'] },
    both: { name: 'АО «Ромашка»', tags: ['VIP'] },
  }),
  changeContact: async (bed) => ({
    params: { id: await person(bed) },
    one: { name: 'Иван Сидоров' },
    other: { tags: ['VIP'] },
    both: { name: 'Иван Сидоров', tags: ['VIP'] },
  }),
  changeContactLink: async (bed) => {
    const [id, contactId] = [await firm(bed), await person(bed)];
    const linkId = await bed.make('linkContact', { params: { id }, body: { contactId } });
    const [one, other] = [{ jobTitle: 'Директор' }, { influence: 5 }];
    return { params: { id, linkId }, one, other, both: { ...one, ...other } };
  },
  changeTenant: async () => ({
    one: { name: 'Лютик' },
    other: { language: 'en' },
    both: { name: 'Лютик', language: 'en' },
  }),
  changeUser: async (bed) => ({
    // The founder: who was invited has been changed once, by accepting.
    params: { id: bed.tenant.admin.id },
    one: { name: 'Вера Новая' },
    other: { language: 'en' },
    both: { name: 'Вера Новая', language: 'en' },
  }),
  // It has one field: the later change stands.
  changeTeam: async (bed) => ({
    params: { id: await bed.tenant.addTeam('Продажи') },
    one: { name: 'Сбыт' },
    other: { name: 'Отдел продаж' },
    both: { name: 'Сбыт' },
  }),
  changeSelection: async (bed) => ({
    params: {
      id: await bed.make('createSelection', {
        body: {
          name: 'Клиенты',
          object: 'companies',
          search: { filter: { field: 'status', op: 'eq', value: 'customer' } },
        },
      }),
    },
    one: { name: 'Наши клиенты' },
    other: { shared: 'all' },
    both: { name: 'Наши клиенты', shared: 'all' },
    silent: true,
  }),
  // They are set as a whole: the later one stands.
  setWorkingCalendar: async (bed) => {
    const week = DEFAULT_WEEK;
    await bed.make('setWorkingCalendar', { body: { week } });
    const [one, other] = ['Asia/Omsk', 'Europe/Samara'].map((zone) => ({ week, zone })) as [object, object];
    return { one, other, both: one };
  },
  setUserWorkingCalendar: async (bed) => {
    const params = { id: bed.tenant.admin.id };
    await bed.make('setUserWorkingCalendar', { params, body: { holidays: 'none' } });
    const [one, other] = [{ zone: 'Asia/Omsk' }, { zone: 'Europe/Samara' }];
    return { params, one, other, both: one };
  },
  changeEntry: async () => ({
    params: { dictionary: 'segments', id: 'key' },
    one: { order: 7 },
    other: { active: false },
    both: { order: 7, active: false },
  }),
};

test('every route that changes a record is here', () => {
  const routes = Object.entries<Route>(ROUTES).filter(
    ([, { method, versioned }]) => method === 'PATCH' || (method === 'PUT' && versioned),
  );
  expect(Object.keys(CHANGES).sort()).toEqual(routes.map(([id]) => id).sort());
});

describe.concurrent.each(Object.entries(CHANGES) as [RouteId, NonNullable<(typeof CHANGES)[RouteId]>][])(
  '%s',
  (route, prepare) => {
    const prepared = once(async () => {
      const bed = await createPathBed(endpoint);
      const { params, one, other, both, silent } = await prepare(bed);
      const call = (body: object): ApiCall => bed.call(route, { ...(params ? { params } : {}), body });
      return { items: needed(await bed.items()), call, one, other, both, followed: silent ? 0 : 2 };
    });

    /** Makes the first change, and the second one while the first is on its way to the engine. */
    const overtaken = async (first: ApiCall, second: ApiCall, ifMatch?: string) =>
      stages.with((await prepared()).items, async ({ proxy, table, items }) => {
        const held = holdNext(proxy);
        const slow = callApi(table, first, { now: NOW, ...(ifMatch === undefined ? {} : { ifMatch }) });
        await held.arrived;
        const quick = await callApi(table, second, { now: NOW });
        const between = await items();
        held.letGo();
        return { slow: await slow, quick, between, after: await items() };
      });

    test('overtaken by another change is made on what stands there now', async () => {
      const { call, one, other, both, items, followed } = await prepared();
      const { slow, quick, after } = await overtaken(call(one), call(other));
      expect(quick).toMatchObject({ status: 200, etag: '"2"' });
      expect(slow).toMatchObject({ status: 200, etag: '"3"', body: { ...both, version: 3 } });
      const events = after.filter(({ kind }) => kind === 'event');
      expect(events).toHaveLength(items.filter(({ kind }) => kind === 'event').length + followed);
    });

    test('overtaken, with If-Match, is refused with the version that stands there now', async () => {
      const { call, one, other } = await prepared();
      const { slow, quick, between, after } = await overtaken(call(one), call(other), '"1"');
      expect(quick.status).toBe(200);
      expect(slow).toMatchObject({ status: 412, code: 'version.mismatch', body: { currentVersion: 2 } });
      expect(after).toEqual(between);
    });

    // A link knows no base version, and neither does what is set as a whole.
    if (route === 'changeContactLink' || ROUTES[route].method === 'PUT') return;
    test('overtaken by a change of the same field, with a base version, is refused with that field', async () => {
      const { call, one } = await prepared();
      const { slow, between, after } = await overtaken(call({ ...one, baseVersion: 1 }), call(one));
      expect(slow).toMatchObject({ status: 409, code: 'version.conflict' });
      expect(slow.body).toMatchObject({ fields: Object.keys(one), currentVersion: 2 });
      expect(after).toEqual(between);
    });
  },
);

test('a change overtaken again and again gives up, and says when to come again', async () => {
  const bed = await createPathBed(endpoint);
  const params = { id: await firm(bed) };
  const change = (body: object) => bed.call('changeCompany', { params, body });
  await stages.with(needed(await bed.items()), async ({ proxy, table }) => {
    let held = holdNext(proxy);
    const slow: Promise<Outcome> = callApi(table, change({ name: 'АО «Ромашка»' }), { now: NOW });
    for (let turn = 1; turn <= 4; turn += 1) {
      await held.arrived;
      const { status } = await callApi(table, change({ tags: [String(turn)] }), { now: NOW });
      expect(status).toBe(200);
      const current = held;
      if (turn < 4) held = holdNext(proxy);
      current.letGo();
    }
    expect(await slow).toMatchObject({ status: 409, code: 'record.busy', retryAfter: 1 });
  });
});
