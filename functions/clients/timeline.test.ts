import { beforeAll, describe, expect, inject, it } from 'vitest';
import type { Subject, TimelineEntry } from '../../shared/clients/timeline.ts';
import { bodyOf, type ClientDesk, createClientDesk } from '../../tests/equipment/client-desk.ts';
import { refusalOf } from '../../tests/equipment/request.ts';
import { createTenantBed, type Person, type TenantBed } from '../../tests/equipment/tenant-bed.ts';

const NOBODY = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
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

describe('the time of an entry', () => {
  it('puts a backdated one into the past and tells when it was written down', async () => {
    const company = await desk.company();
    await desk.note(company, { text: 'сегодня' });
    const yesterday = ago(1440);
    const late = await desk.note(company, { text: 'вчера', occurredAt: yesterday });
    await desk.note(company, { text: 'ещё раньше', occurredAt: ago(1500) });
    const { entries } = await desk.timeline(company);
    expect(texts(entries)).toEqual(['сегодня', undefined, 'вчера', 'ещё раньше']);
    expect(late.occurredAt).toBe(yesterday);
    expect(late.recordedAt > yesterday).toBe(true);
  });

  it('may lie a few minutes ahead, as clocks do, but not in the future, nor before 1970', async () => {
    const company = await desk.company();
    const now = new Date();
    const at = (ms: number) => new Date(now.getTime() + ms).toISOString();
    await desk.note(company, { text: 'часы спешат', occurredAt: at(300_000) }, { now });
    for (const write of [desk.note, desk.log]) {
      expect(
        await refusalOf(write(company, { text: 'завтра', occurredAt: at(300_001) }, { now })),
      ).toMatchObject({
        issues: [{ pointer: '/occurredAt', code: 'time.in-future' }],
      });
    }
    expect(
      await refusalOf(desk.note(company, { text: 'давно', occurredAt: '1969-12-31T23:59:59Z' })),
    ).toMatchObject({ issues: [{ code: 'time.too-early' }] });
    expect((await desk.timeline(company, { kind: 'note' })).entries).toHaveLength(1);
  });
});

describe('a correction', () => {
  it('stands beside what it corrects, which is corrected once; the correction may be corrected again', async () => {
    const company = await desk.company();
    const wrong = await desk.note(company, { text: 'ошибка' });
    const right = await desk.note(company, { text: 'верно', corrects: wrong.id });
    expect(await refusalOf(desk.note(company, { text: 'иначе', corrects: wrong.id }))).toMatchObject({
      kind: 'conflict',
      code: 'timeline.already-corrected',
      facts: { correctedBy: right.id },
    });
    await desk.note(company, { text: 'вернее', corrects: right.id });
    const { entries } = await desk.timeline(company, { kind: 'note' });
    expect(entries.map(({ text, corrects }) => [text, corrects])).toEqual([
      ['вернее', right.id],
      ['верно', wrong.id],
      ['ошибка', undefined],
    ]);
  });

  it('goes through once when two are made at the same time', async () => {
    const company = await desk.company();
    const wrong = await desk.note(company, { text: 'ошибка' });
    const made = await Promise.allSettled(
      ['один', 'два', 'три'].map((text) => desk.note(company, { text, corrects: wrong.id })),
    );
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await desk.timeline(company, { kind: 'note' })).entries).toHaveLength(2);
  });

  it('names an entry of the same kind on the same card', async () => {
    const [company, other] = [await desk.company(), await desk.company()];
    const note = await desk.note(company, { text: 'заметка' });
    const contact = await desk.log(company, { text: 'визит' });
    const mismatch = { issues: [{ pointer: '/corrects', code: 'timeline.correction-mismatch' }] };
    const unknown = { issues: [{ pointer: '/corrects', code: 'reference.unknown' }] };
    expect(await refusalOf(desk.note(company, { text: 'x', corrects: contact.id }))).toMatchObject(mismatch);
    expect(await refusalOf(desk.log(company, { corrects: note.id }))).toMatchObject(mismatch);
    expect(await refusalOf(desk.note(company, { text: 'x', corrects: NOBODY }))).toMatchObject(unknown);
    expect(await refusalOf(desk.note(other, { text: 'x', corrects: note.id }))).toMatchObject(unknown);
  });
});

describe('a logged contact', () => {
  it('stands on the chronologies of the people it was with, and so does its correction', async () => {
    const company = await desk.company();
    const [ivan, olga, pyotr] = [await desk.contact(), await desk.contact(), await desk.contact()];
    const logged = await desk.log(company, { contactIds: [ivan.id, olga.id, ivan.id], text: 'втроём' });
    expect(logged.contact?.contactIds).toEqual([ivan.id, olga.id]);
    for (const person of [ivan, olga]) {
      const { entries } = await desk.timeline(person, { kind: 'contact-logged' });
      expect(entries).toEqual([{ ...logged, subject: person, origin: company }]);
    }
    const correction = { contactIds: [ivan.id, pyotr.id], corrects: logged.id };
    const right = await desk.log(company, correction);
    const seen = async (person: Subject) =>
      ids((await desk.timeline(person, { kind: 'contact-logged' })).entries);
    expect(await seen(ivan)).toEqual([right.id, logged.id]);
    // She has to learn that it was not with her after all.
    expect(await seen(olga)).toEqual([right.id, logged.id]);
    expect(await seen(pyotr)).toEqual([right.id]);
    expect(await refusalOf(desk.log(ivan, { corrects: logged.id }))).toMatchObject({
      issues: [{ pointer: '/corrects', code: 'timeline.correction-elsewhere' }],
    });
    expect(await refusalOf(desk.log(company, { corrects: logged.id }))).toMatchObject({
      code: 'timeline.already-corrected',
    });
  });

  it('with a person names that person, beside nine others at most', async () => {
    const person = await desk.contact();
    const others = await Promise.all(Array.from({ length: 10 }, () => desk.contact()));
    const contactIds = others.map(({ id }) => id);
    expect(await refusalOf(desk.log(person, { contactIds }))).toMatchObject({
      issues: [{ pointer: '/contactIds', code: 'list.too-long' }],
    });
    const logged = await desk.log(person, { contactIds: contactIds.slice(1) });
    expect(logged.contact?.contactIds).toEqual([person.id, ...contactIds.slice(1)]);
    const more = await Promise.all(Array.from({ length: 9 }, () => desk.contact()));
    const right = await desk.log(person, { contactIds: more.map(({ id }) => id), corrects: logged.id });
    for (const subject of [person, ...others.slice(1)]) {
      const { entries } = await desk.timeline(subject, { kind: 'contact-logged' });
      expect(ids(entries)).toEqual([right.id, logged.id]);
    }
    const company = await desk.company();
    expect((await desk.log(company, { contactIds })).contact?.contactIds).toEqual(contactIds);
  });

  it('names only people that are there and that the caller may see, and live topics', async () => {
    const company = await desk.company({}, agent);
    const hidden = await desk.contact({ owner: bed.admin.id });
    const gone = await desk.contact();
    await desk.remove(gone);
    const visible = await desk.contact({}, agent);
    const own = { person: agent, visibility: 'own' } as const;
    const contactIds = [visible.id, hidden.id, gone.id, NOBODY];
    expect(await refusalOf(desk.log(company, { contactIds }, own))).toMatchObject({
      issues: [1, 2, 3].map((n) => ({ pointer: `/contactIds/${n}`, code: 'reference.unknown' })),
    });
    expect(await refusalOf(desk.log(company, { topic: 'no-such-topic' }))).toMatchObject({
      issues: [{ pointer: '/topic', code: 'reference.unknown' }],
    });
    expect((await desk.timeline(company, { kind: 'contact-logged' })).entries).toEqual([]);
    expect(await desk.log(company, { topic: 'offer', contactIds: [visible.id] }, own)).toMatchObject({
      contact: { topic: 'offer' },
    });
  });
});

describe('access', () => {
  it('lets whoever sees a card write on it, but no viewer, and hides what is hidden', async () => {
    const company = await desk.company({ owner: bed.admin.id });
    const viewer = await bed.addUser('viewer');
    await desk.note(company, { text: 'чужая карточка' }, { person: agent });
    expect(await refusalOf(desk.note(company, { text: 'x' }, { person: viewer }))).toMatchObject({
      kind: 'forbidden',
    });
    const own = { person: agent, visibility: 'own' } as const;
    expect(await refusalOf(desk.note(company, { text: 'x' }, own))).toMatchObject({ kind: 'not-found' });
    expect(await refusalOf(desk.timeline(company, {}, own))).toMatchObject({ kind: 'not-found' });
    const unknown = { type: 'contact', id: NOBODY } as const;
    expect(await refusalOf(desk.timeline(unknown))).toMatchObject({ code: 'contact.not-found' });
  });

  it('gives the same entry to a repeated request', async () => {
    const company = await desk.company();
    const input = { params: { id: company.id }, query: undefined, body: { text: 'раз' } };
    const context = bed.as(bed.admin, { idempotency: { key: 'note', fingerprint: 'f' } });
    const first = bodyOf(await bed.clients.noteOnCompany(input, context));
    expect(bodyOf(await bed.clients.noteOnCompany(input, context))).toEqual(first);
    expect((await desk.timeline(company, { kind: 'note' })).entries).toHaveLength(1);
  });
});
