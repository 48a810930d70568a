import { Logger } from '@aws-lambda-powertools/logger';
import type { DynamoDBRecord } from 'aws-lambda';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import type { Subject } from '../../shared/clients/timeline.ts';
import { type ClientDesk, createClientDesk } from '../../tests/equipment/client-desk.ts';
import { refusalOf } from '../../tests/equipment/request.ts';
import { addTenant, createTenantBed, type TenantBed } from '../../tests/equipment/tenant-bed.ts';
import { newId } from '../runtime/change.ts';
import type { Table } from '../runtime/table/table.ts';
import { CARD, cardPartition } from './company-item.ts';
import { countEntry } from './counting.ts';
import { createPurge } from './purging.ts';

let bed: TenantBed;
let desk: ClientDesk;
const logger = new Logger({ logLevel: 'SILENT' });

beforeAll(async () => {
  bed = await createTenantBed(inject('dynamodbEndpoint'));
  desk = createClientDesk(bed);
});

/** What the stream tells when the table drops an expired card. */
const recordOf = (subject: Subject, SequenceNumber = '1'): DynamoDBRecord => ({
  eventName: 'REMOVE',
  dynamodb: { Keys: { pk: { S: cardPartition(bed.tenant, subject) }, sk: { S: CARD } }, SequenceNumber },
});

/** Deletes a client and drops the card's own item, as the table does when the tombstone expires. */
async function expire(subject: Subject): Promise<void> {
  await desk.remove(subject);
  await bed.table.transact([{ op: 'delete', key: { pk: cardPartition(bed.tenant, subject), sk: CARD } }]);
}

const purge = (records: DynamoDBRecord[], table: Table = bed.table) =>
  createPurge({ table, files: bed.files, logger })({ Records: records });

const itemsOf = async (subject: Subject) =>
  (await bed.table.query({ pk: cardPartition(bed.tenant, subject), consistent: true })).items;
const kindsOf = async (subject: Subject) => new Set((await itemsOf(subject)).map(({ kind }) => kind));

describe('purging a company', () => {
  it('takes everything of the card, and its halves on other cards, and leaves those cards', async () => {
    const [company, partner, child] = [await desk.company(), await desk.company(), await desk.company()];
    const person = await desk.contact({ name: 'Иван' });
    await desk.link(company, person);
    await desk.link(partner, person);
    await desk.relate(company, 'partner', partner);
    await desk.relate(company, 'supplier', partner);
    await desk.relate(child, 'parent', company);
    await desk.relate(child, 'parent', partner);
    const note = await desk.note(company, { text: 'ошибка' });
    await desk.note(company, { text: 'верно', corrects: note.id });
    await countEntry(bed.table, {
      tenant: bed.tenant,
      subject: company,
      entryId: note.id,
      eventId: newId(new Date()),
    });
    await expire(company);
    expect(await kindsOf(company)).toEqual(
      new Set(['contact-link', 'relation', 'timeline', 'correction', 'client-stats']),
    );

    expect(await purge([recordOf(company)])).toEqual({ batchItemFailures: [] });

    expect(await itemsOf(company)).toEqual([]);
    expect((await itemsOf(partner)).filter(({ kind }) => kind === 'relation')).toMatchObject([
      { data: { kind: 'subsidiary', companyId: child.id } },
    ]);
    expect((await desk.card(child)).relations).toMatchObject([{ kind: 'parent', companyId: partner.id }]);
    expect((await desk.card(partner)).contacts).toMatchObject([{ contactId: person.id }]);
    const links = (await itemsOf(person)).filter(({ kind }) => kind === 'company-link');
    expect(links).toMatchObject([{ data: { companyId: partner.id } }]);
    expect((await desk.timeline(person)).entries.length).toBeGreaterThan(0);
  });

  it('takes more than one transaction holds, and a repeat is harmless', async () => {
    const [company, other] = [await desk.company(), await desk.company()];
    await desk.relate(company, 'partner', other);
    await Promise.all(Array.from({ length: 110 }, (_, n) => desk.note(company, { text: `${n}` })));
    await expire(company);
    expect(await purge([recordOf(company)])).toEqual({ batchItemFailures: [] });
    expect(await itemsOf(company)).toEqual([]);
    const left = await itemsOf(other);
    expect(await purge([recordOf(company), recordOf(company)])).toEqual({ batchItemFailures: [] });
    expect(await itemsOf(other)).toEqual(left);
    expect((await desk.card(other)).relations).toEqual([]);
  });
});

describe('purging a contact', () => {
  it("takes the person off the companies' cards for good", async () => {
    const [company, person, stays] = [await desk.company(), await desk.contact(), await desk.contact()];
    await desk.link(company, person);
    await desk.link(company, stays);
    const logged = await desk.log(company, { contactIds: [person.id, stays.id] });
    await expire(person);
    expect(await purge([recordOf(person)])).toEqual({ batchItemFailures: [] });
    expect(await itemsOf(person)).toEqual([]);
    const links = (await itemsOf(company)).filter(({ kind }) => kind === 'contact-link');
    expect(links).toMatchObject([{ data: { contactId: stays.id } }]);
    expect((await desk.timeline(stays, { kind: 'contact-logged' })).entries).toMatchObject([
      { id: logged.id },
    ]);
    expect(await refusalOf(desk.timeline(person))).toMatchObject({ code: 'contact.not-found' });
  });
});

describe('a purge', () => {
  it('names the record that failed and does the others', async () => {
    const [broken, whole] = [await desk.company(), await desk.company()];
    for (const subject of [broken, whole]) await expire(subject);
    const inTheWay = cardPartition(bed.tenant, broken);
    const table: Table = {
      ...bed.table,
      query: (input) =>
        input.pk === inTheWay ? Promise.reject(new Error('The engine is away.')) : bed.table.query(input),
    };
    expect(await purge([recordOf(broken, '7'), recordOf(whole, '8')], table)).toEqual({
      batchItemFailures: [{ itemIdentifier: '7' }],
    });
    expect(await itemsOf(whole)).toEqual([]);
    expect(await itemsOf(broken)).not.toEqual([]);
    expect(await purge([{ dynamodb: { SequenceNumber: '9' } }])).toEqual({
      batchItemFailures: [{ itemIdentifier: '9' }],
    });
  });

  it('stays within the organisation', async () => {
    const other = await addTenant(bed.endpoint, bed.tableName);
    const theirs = await createClientDesk(other).company();
    const company = await desk.company();
    await expire(company);
    await purge([recordOf(company)]);
    expect(await createClientDesk(other).card(theirs)).toMatchObject({ company: { id: theirs.id } });
  });
});
