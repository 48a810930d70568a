import { beforeAll, describe, expect, inject, it } from 'vitest';
import {
  calendarInputSchema,
  DEFAULT_WEEK,
  userCalendarInputSchema,
} from '../../shared/working-time/calendar.ts';
import { addWorkingTime } from '../../shared/working-time/reckoning.ts';
import { createTenantBed, type Person, type TenantBed } from '../../tests/equipment/tenant-bed.ts';
import { createWorkingTimeHandlers } from './handlers.ts';
import { workingCalendarOf } from './service.ts';

const none = { params: undefined, query: undefined, body: undefined };
const at = (id: string) => ({ ...none, params: { id } });
const NOBODY = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
const vacation = userCalendarInputSchema.parse({
  daysOff: [{ from: '2026-11-23', to: '2026-11-24', name: 'Отпуск' }],
});
const longSaturdays = calendarInputSchema.parse({
  week: { ...DEFAULT_WEEK, saturday: [{ from: '10:00', to: '15:00' }] },
});

let bed: TenantBed;
let anna: Person;
let handlers: ReturnType<typeof createWorkingTimeHandlers>;
beforeAll(async () => {
  bed = await createTenantBed(inject('dynamodbEndpoint'));
  anna = await bed.addUser('agent');
  handlers = createWorkingTimeHandlers(bed.table);
});

const admin = (more = {}) => bed.as(bed.admin, more);
const setAnnas = (body = vacation, context = bed.as(anna)) =>
  handlers.setUserWorkingCalendar({ ...at(anna.id), body }, context);

describe("the organisation's calendar", () => {
  it('is the default while nothing is stored', async () => {
    expect(await handlers.readWorkingCalendar(none, bed.as(anna))).toEqual({
      status: 200,
      version: 0,
      body: {
        week: DEFAULT_WEEK,
        holidays: 'public',
        daysOff: [],
        workingDays: [],
        inForce: {
          week: DEFAULT_WEEK,
          zone: 'Europe/Moscow',
          country: 'RU',
          holidays: 'public',
          holidaysKnown: true,
        },
        version: 0,
      },
    });
  });

  it('is set as a whole, and the same again changes nothing', async () => {
    const set = (context = admin()) => handlers.setWorkingCalendar({ ...none, body: longSaturdays }, context);
    await expect(set(admin({ ifMatch: [1] }))).rejects.toMatchObject({
      code: 'version.mismatch',
      facts: { currentVersion: 0 },
    });
    expect(await set(admin({ ifMatch: [0] }))).toMatchObject({
      version: 1,
      body: { updatedBy: bed.admin.id },
    });
    expect(await set()).toMatchObject({ version: 1 });
    await expect(set(admin({ ifMatch: [0] }))).rejects.toMatchObject({ code: 'version.mismatch' });
    expect(await handlers.readWorkingCalendar(none, bed.as(anna))).toMatchObject({
      version: 1,
      body: { ...longSaturdays, inForce: { week: longSaturdays.week, zone: 'Europe/Moscow' } },
    });
  });

  it('is one after another, whoever sets it at the same time', async () => {
    const bodies = ['Asia/Omsk', 'Europe/Samara', 'Europe/Moscow'].map((zone) => ({
      ...longSaturdays,
      zone,
    }));
    const answers = await Promise.all(
      bodies.map((body) => handlers.setWorkingCalendar({ ...none, body }, admin())),
    );
    expect(answers.map(({ version }) => version).toSorted()).toEqual([2, 3, 4]);
    await handlers.setWorkingCalendar({ ...none, body: longSaturdays }, admin());
  });
});

describe("a user's calendar", () => {
  it('is one’s own to set, and of administrators', async () => {
    expect(await setAnnas()).toMatchObject({
      version: 1,
      body: { userId: anna.id, ...vacation, inForce: { week: longSaturdays.week } },
    });
    const manager = await bed.addUser('manager');
    const viewer = await bed.addUser('viewer');
    for (const other of [manager, viewer]) {
      await expect(setAnnas(vacation, bed.as(other))).rejects.toMatchObject({ code: 'access.forbidden' });
      await expect(handlers.deleteUserWorkingCalendar(at(anna.id), bed.as(other))).rejects.toMatchObject({
        code: 'access.forbidden',
      });
    }
    const fridays = { ...vacation, week: { ...DEFAULT_WEEK, friday: [] } };
    expect(await setAnnas(fridays, admin())).toMatchObject({
      version: 2,
      body: { inForce: { week: fridays.week } },
    });
    expect(await setAnnas()).toMatchObject({ version: 3 });
  });

  it('is deleted by being emptied, so that its versions go on', async () => {
    await expect(
      handlers.deleteUserWorkingCalendar(at(anna.id), bed.as(anna, { ifMatch: [2] })),
    ).rejects.toMatchObject({ code: 'version.mismatch' });
    expect(await handlers.deleteUserWorkingCalendar(at(anna.id), bed.as(anna))).toEqual({ status: 204 });
    await expect(handlers.deleteUserWorkingCalendar(at(anna.id), bed.as(anna))).rejects.toMatchObject({
      code: 'calendar.not-found',
    });
    const { body } = await handlers.readUserWorkingCalendar(at(anna.id), bed.as(anna));
    expect(body).toMatchObject({ daysOff: [], version: 4 });
    expect(await setAnnas()).toMatchObject({ version: 5 });
  });

  it('is of somebody', async () => {
    for (const call of [
      () => handlers.readUserWorkingCalendar(at(NOBODY), admin()),
      () => handlers.setUserWorkingCalendar({ ...at(NOBODY), body: vacation }, admin()),
      () => handlers.deleteUserWorkingCalendar(at(NOBODY), admin()),
      () => workingCalendarOf(bed.table, bed.tenant, NOBODY),
    ])
      await expect(call()).rejects.toMatchObject({ code: 'user.not-found' });
  });
});

describe('questions', () => {
  const days = async (query: { from: string; to: string; user?: string }, context = bed.as(anna)) =>
    (await handlers.listCalendarDays({ ...none, query }, context)).body?.days ?? [];

  it('for days are answered with hours, and with why there are none', async () => {
    const found = await days({ from: '2026-11-04', to: '2026-11-08' });
    expect(found).toEqual([
      { day: '2026-11-04', spans: [], free: 'holiday', name: 'День народного единства' },
      ...['2026-11-05', '2026-11-06'].map((day) => ({
        day,
        spans: [
          { from: `${day}T06:00:00.000Z`, to: `${day}T10:00:00.000Z` },
          { from: `${day}T11:00:00.000Z`, to: `${day}T15:00:00.000Z` },
        ],
      })),
      { day: '2026-11-07', spans: [{ from: '2026-11-07T07:00:00.000Z', to: '2026-11-07T12:00:00.000Z' }] },
      { day: '2026-11-08', spans: [], free: 'weekend' },
    ]);
    const query = { from: '2026-11-23', to: '2026-11-23', user: anna.id };
    expect(await days(query)).toMatchObject([{ free: 'day-off', name: 'Отпуск' }]);
    expect(await days({ ...query, user: bed.admin.id })).not.toMatchObject([{ free: 'day-off' }]);
  });

  it('name holidays in the language of who asks', async () => {
    const { body } = await bed.platform.readUser(at(anna.id), admin());
    await bed.platform.changeUser(
      { ...at(anna.id), body: { language: 'en', baseVersion: body?.version } },
      admin(),
    );
    expect(await days({ from: '2026-11-04', to: '2026-11-04' })).toMatchObject([{ name: 'Unity Day' }]);
  });

  it('for a time, and for the time between, are answered by one calendar', async () => {
    const ask = async (body: Parameters<typeof handlers.reckonWorkingTime>[0]['body']) =>
      (await handlers.reckonWorkingTime({ ...none, body }, bed.as(anna))).body;
    const from = '2026-11-20T17:00:00+03:00';
    expect(await ask({ from, add: 'PT8H' })).toEqual({
      from: '2026-11-20T14:00:00.000Z',
      to: '2026-11-23T08:00:00.000Z',
      workingTime: 'PT8H',
      milliseconds: 28_800_000,
    });
    const ofAnna = await ask({ from, add: 'PT8H', user: anna.id });
    expect(ofAnna?.to).toBe('2026-11-25T08:00:00.000Z');
    expect(await ask({ from, to: '2026-11-25T08:00:00Z', user: anna.id })).toMatchObject({
      workingTime: 'PT8H',
    });
    const calendar = await workingCalendarOf(bed.table, bed.tenant, anna.id);
    expect(addWorkingTime(calendar, new Date(from), 28_800_000).toISOString()).toBe(ofAnna?.to);
  });

  it('of nobody are refused', async () => {
    const issues = [{ parameter: 'user', code: 'reference.unknown' }];
    await expect(days({ from: '2026-11-04', to: '2026-11-04', user: NOBODY })).rejects.toMatchObject({
      issues,
    });
    const body = { from: '2026-11-04T00:00:00Z', add: 'PT1H', user: NOBODY };
    await expect(handlers.reckonWorkingTime({ ...none, body }, admin())).rejects.toMatchObject({
      code: 'question.invalid',
      issues: [{ pointer: '/user', code: 'reference.unknown' }],
    });
  });
});
