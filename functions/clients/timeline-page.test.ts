import { beforeAll, describe, expect, inject, it } from 'vitest';
import type { Subject, TimelineEntry } from '../../shared/clients/timeline.ts';
import { type ClientDesk, createClientDesk } from '../../tests/equipment/client-desk.ts';
import { refusalOf } from '../../tests/equipment/request.ts';
import { createTenantBed, type Person, type TenantBed } from '../../tests/equipment/tenant-bed.ts';

const ago = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();
const texts = (entries: readonly TimelineEntry[]) => entries.map(({ text }) => text);
const ids = (entries: readonly TimelineEntry[]) => entries.map(({ id }) => id);

let bed: TenantBed;
let desk: ClientDesk;
let agent: Person;

beforeAll(async () => {
  bed = await createTenantBed(inject('dynamodbEndpoint'));
  desk = createClientDesk(bed);
  agent = await bed.addUser('agent');
});

/** Every page of a chronology, with the sizes of the pages. */
async function pages(subject: Subject, query: object) {
  const entries: TimelineEntry[] = [];
  const sizes: number[] = [];
  let next: string | undefined;
  do {
    const page = await desk.timeline(subject, { ...query, ...(next === undefined ? {} : { cursor: next }) });
    entries.push(...page.entries);
    sizes.push(page.entries.length);
    next = page.next;
  } while (next !== undefined);
  return { entries, sizes };
}

describe('paging', () => {
  it('goes newest first through several pages, each entry once', async () => {
    const company = await desk.company();
    for (let index = 1; index <= 6; index += 1) await desk.note(company, { text: `заметка ${index}` });
    const { entries, sizes } = await pages(company, { limit: 3 });
    expect(sizes).toEqual([3, 3, 1]);
    expect(texts(entries)).toEqual(
      [6, 5, 4, 3, 2, 1].map((n) => `заметка ${n}`).concat([undefined as never]),
    );
    expect(entries.at(-1)?.kind).toBe('created');
  });

  it('finds a rare kind behind hundreds of others, in short pages with a cursor to go on', async () => {
    const company = await desk.company();
    const rare = await desk.log(company, { text: 'давно', occurredAt: ago(2000) });
    const older = await desk.log(company, { text: 'ещё раньше', occurredAt: ago(3000) });
    const notes = Array.from({ length: 520 }, (_, index) => index);
    for (let start = 0; start < notes.length; start += 40) {
      await Promise.all(notes.slice(start, start + 40).map((n) => desk.note(company, { text: `${n}` })));
    }
    const first = await desk.timeline(company, { kind: 'contact-logged', limit: 1 });
    expect(first).toMatchObject({ entries: [], next: expect.any(String) });
    const { entries, sizes } = await pages(company, { kind: 'contact-logged', limit: 1 });
    expect(ids(entries)).toEqual([rare.id, older.id]);
    expect(sizes.slice(0, 3)).toEqual([0, 1, 1]);
    const both = await pages(company, { kind: 'contact-logged,created', limit: 100 });
    expect(both.entries.map(({ kind }) => kind).sort()).toEqual([
      'contact-logged',
      'contact-logged',
      'created',
    ]);
  });

  it('takes a cursor only with the query and by the person it was made for', async () => {
    const [company, other] = [await desk.company(), await desk.company()];
    await desk.note(company, { text: 'раз' });
    const { next: cursor } = await desk.timeline(company, { limit: 1 });
    expect((await desk.timeline(company, { limit: 1, cursor })).entries).toHaveLength(1);
    const foreign: (() => Promise<unknown>)[] = [
      () => desk.timeline(other, { limit: 1, cursor }),
      () => desk.timeline(company, { limit: 1, cursor, kind: 'note' }),
      () => desk.timeline(company, { limit: 1, cursor, from: ago(10) }),
      () => desk.timeline(company, { limit: 1, cursor }, { person: agent }),
      () => desk.timeline(company, { limit: 1, cursor: `${cursor}x` }),
    ];
    for (const read of foreign) {
      expect(await refusalOf(read())).toMatchObject({ kind: 'malformed', code: 'cursor.invalid' });
    }
  });
});

describe('a period', () => {
  it('includes its beginning and leaves out its end, to the millisecond', async () => {
    const company = await desk.company();
    const times = ['10:00:00.000', '10:00:00.001', '11:00:00.000', '11:00:00.001'];
    for (const time of times) {
      await desk.note(company, { text: time, occurredAt: `2024-05-01T${time}Z` });
    }
    const read = async (from: string, to: string) =>
      texts((await desk.timeline(company, { from: `2024-05-01T${from}`, to: `2024-05-01T${to}` })).entries);
    expect(await read('10:00:00.001Z', '11:00:00.001Z')).toEqual(['11:00:00.000', '10:00:00.001']);
    expect(await read('10:00:00Z', '11:00:00Z')).toEqual(['10:00:00.001', '10:00:00.000']);
    expect(await read('13:00:00+03:00', '13:00:00.001+03:00')).toEqual(['10:00:00.000']);
    const { entries } = await pages(company, {
      from: '2024-05-01T10:00:00.001Z',
      to: '2024-05-02T00:00:00Z',
      limit: 1,
    });
    expect(texts(entries)).toEqual(['11:00:00.001', '11:00:00.000', '10:00:00.001']);
  });

  it('is refused when it is empty', async () => {
    const company = await desk.company();
    const instant = '2024-05-01T10:00:00.000Z';
    for (const from of [instant, '2024-05-01T10:00:00.001Z']) {
      expect(await refusalOf(desk.timeline(company, { from, to: instant }))).toMatchObject({
        code: 'parameter.invalid',
        issues: [{ parameter: 'to', code: 'period.empty' }],
      });
    }
  });
});
