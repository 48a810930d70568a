import { beforeAll, describe, expect, inject, it } from 'vitest';
import { entryPatchSchema } from '../../shared/platform/dictionary.ts';
import { type ClientDesk, createClientDesk } from '../../tests/equipment/client-desk.ts';
import { refusalOf } from '../../tests/equipment/request.ts';
import { createTenantBed, type TenantBed } from '../../tests/equipment/tenant-bed.ts';
import { contactKey } from './contact-item.ts';

const NOBODY = '01ARZ3NDEKTSV4RRFFQ69G5FAV';

let bed: TenantBed;
let desk: ClientDesk;

beforeAll(async () => {
  bed = await createTenantBed(inject('dynamodbEndpoint'));
  desk = createClientDesk(bed);
});

const setTopic = (active: boolean) =>
  bed.platform.changeEntry(
    {
      params: { dictionary: 'contact-topics', id: 'offer' },
      query: undefined,
      body: entryPatchSchema.parse({ active }),
    },
    bed.as(bed.admin),
  );

describe('the people of a logged contact', () => {
  it('are named by their place in what was sent, on the card of a person too', async () => {
    const [person, company, other] = [await desk.contact(), await desk.company(), await desk.contact()];
    for (const subject of [company, person]) {
      const contactIds = [other.id, NOBODY, person.id];
      expect(await refusalOf(desk.log(subject, { contactIds }))).toMatchObject({
        issues: [{ pointer: '/contactIds/1', code: 'reference.unknown' }],
      });
    }
  });

  it('find on their own cards where it was written', async () => {
    const [company, ivan, olga] = [await desk.company(), await desk.contact(), await desk.contact()];
    await desk.log(company, { contactIds: [ivan.id] });
    await desk.log(olga, { contactIds: [ivan.id] });
    const { entries } = await desk.timeline(ivan, { kind: 'contact-logged' });
    expect(entries.map(({ origin }) => origin)).toEqual([olga, company]);
  });
});

describe('a correction', () => {
  it('is made where the contact was logged, so that no card misses it', async () => {
    const [company, ivan] = [await desk.company(), await desk.contact()];
    const wrong = await desk.log(company, { contactIds: [ivan.id] });
    expect(await refusalOf(desk.log(ivan, { corrects: wrong.id }))).toMatchObject({
      issues: [{ pointer: '/corrects', code: 'timeline.correction-elsewhere' }],
    });
    const right = await desk.log(company, { contactIds: [ivan.id], corrects: wrong.id });
    for (const subject of [company, ivan]) {
      const { entries } = await desk.timeline(subject, { kind: 'contact-logged' });
      expect(entries.map(({ id, corrects }) => [id, corrects])).toEqual([
        [right.id, wrong.id],
        [wrong.id, undefined],
      ]);
    }
  });

  it('may keep what the contact referred to: a topic out of use, people who are gone since', async () => {
    const [company, ivan, olga] = [await desk.company(), await desk.contact(), await desk.contact()];
    const contactIds = [ivan.id, olga.id];
    const wrong = await desk.log(company, { topic: 'offer', contactIds });
    await setTopic(false);
    await desk.remove(olga);
    expect(await refusalOf(desk.log(company, { topic: 'offer' }))).toMatchObject({
      issues: [{ pointer: '/topic', code: 'reference.unknown' }],
    });
    expect(await refusalOf(desk.log(company, { contactIds }))).toMatchObject({
      issues: [{ pointer: '/contactIds/1', code: 'reference.unknown' }],
    });
    const right = await desk.log(company, { topic: 'offer', contactIds, corrects: wrong.id });
    expect(right.contact).toMatchObject({ topic: 'offer', contactIds });
    await setTopic(true);
  });

  it('leaves nothing on the card of a person who was erased', async () => {
    const [company, ivan] = [await desk.company(), await desk.contact()];
    const wrong = await desk.log(company, { contactIds: [ivan.id] });
    const { pk } = contactKey(bed.tenant, ivan.id);
    const { items } = await bed.table.query({ pk, consistent: true });
    await bed.table.transact(items.map(({ sk }) => ({ op: 'delete', key: { pk, sk } })));
    await desk.log(company, { contactIds: [ivan.id], corrects: wrong.id });
    expect((await bed.table.query({ pk, consistent: true })).items).toEqual([]);
  });
});
