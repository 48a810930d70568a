import { beforeAll, beforeEach, describe, expect, inject, it, onTestFinished } from 'vitest';
import { MAX_BATCH_IDS } from '../../shared/batch.ts';
import { companiesSchema } from '../../shared/clients/company.ts';
import { contactsSchema } from '../../shared/clients/contact.ts';
import type { Subject } from '../../shared/clients/timeline.ts';
import { bodyOf, type ClientDesk, createClientDesk } from '../../tests/equipment/client-desk.ts';
import { startFaultProxy } from '../../tests/equipment/fault-proxy.ts';
import { createMeteredTable } from '../../tests/equipment/metered-table.ts';
import {
  addTenant,
  createTenantBed,
  type Person,
  type RequestOptions,
  type TenantBed,
  tableLayer,
} from '../../tests/equipment/tenant-bed.ts';
import { newId } from '../runtime/change.ts';
import { createBatchReads } from './batch-reads.ts';

const none = { params: undefined, query: undefined, body: undefined };

let bed: TenantBed;
let desk: ClientDesk;
let agent: Person;
let other: Person;

beforeAll(async () => {
  bed = await createTenantBed(inject('dynamodbEndpoint'));
  desk = createClientDesk(bed);
  agent = await bed.addUser('agent');
  other = await bed.addUser('agent');
});

const idsOf = (subjects: readonly (Subject | string)[]): string[] =>
  subjects.map((subject) => (typeof subject === 'string' ? subject : subject.id));

async function companies(
  subjects: readonly (Subject | string)[],
  person = bed.admin,
  more: RequestOptions = {},
) {
  const ids = idsOf(subjects);
  const body = await createBatchReads(bed.table).readCompanies(ids, bed.as(person, more));
  const parsed = companiesSchema.parse(body);
  return {
    found: parsed.companies.map(({ id }) => id),
    missing: parsed.missing,
    companies: parsed.companies,
  };
}

async function contacts(
  subjects: readonly (Subject | string)[],
  person = bed.admin,
  more: RequestOptions = {},
) {
  const ids = idsOf(subjects);
  const body = await createBatchReads(bed.table).readContacts(ids, bed.as(person, more));
  const parsed = contactsSchema.parse(body);
  return { found: parsed.contacts.map(({ id }) => id), missing: parsed.missing, contacts: parsed.contacts };
}

const own: RequestOptions = { visibility: 'own' };

describe('companies by their ids', () => {
  let one: Subject;
  let two: Subject;
  beforeEach(async () => {
    one = await desk.company({ name: 'Первая', phones: ['+7 495 123-45-67'] }, agent);
    two = await desk.company({ name: 'Вторая' }, other);
  });

  it('come as a single read gives them, in the order of the ids', async () => {
    const { companies: found } = await companies([two, one]);
    for (const [index, { id }] of [two, one].entries()) {
      const single = await bed.clients.readCompany({ ...none, params: { id } }, bed.as(bed.admin));
      expect(found[index]).toEqual(bodyOf(single));
    }
  });

  it('that are not there, deleted, hidden or of another organisation look the same', async () => {
    const gone = await desk.company();
    await desk.remove(gone);
    const stranger = await createClientDesk(await addTenant(bed.endpoint, bed.tableName)).company();
    const contact = await desk.contact();
    const nobody = newId(new Date());
    const asked = [gone, one, nobody, two, stranger, contact];
    expect(await companies(asked, agent, own)).toMatchObject({
      found: [one.id],
      missing: idsOf([gone, nobody, two, stranger, contact]),
    });
    expect((await companies(asked)).missing).toEqual(idsOf([gone, nobody, stranger, contact]));
  });

  it('are up to 100, in one request to the table', async () => {
    const made = await Promise.all(Array.from({ length: MAX_BATCH_IDS }, () => desk.company()));
    const metered = createMeteredTable(bed.endpoint, bed.tableName);
    const { requests, reads } = await metered.measure(() =>
      createBatchReads(metered.table).readCompanies(idsOf(made), bed.as(bed.admin)),
    );
    expect([requests, reads]).toEqual([{ BatchGetItem: 1 }, 50]);
    expect((await companies(made)).found).toEqual(idsOf(made));
  });
});

describe('contacts by their ids', () => {
  let mine: Subject;
  let theirs: Subject;
  beforeEach(async () => {
    mine = await desk.company({ name: 'Моя' }, agent);
    theirs = await desk.company({ name: 'Чужая' }, other);
  });

  it('come as changes of them are answered, in the order of the ids', async () => {
    const [one, two] = [await desk.contact({ name: 'Анна' }), await desk.contact({ name: 'Борис' })];
    const { contacts: found } = await contacts([two, one]);
    expect(found).toMatchObject([
      { id: two.id, name: 'Борис', version: 1 },
      { id: one.id, name: 'Анна', version: 1 },
    ]);
  });

  it('are seen by their own record, or by a company of theirs that the caller sees, as in a single read', async () => {
    const linked = async (company: Subject) => {
      const contact = await desk.contact({}, other);
      await desk.link(company, contact);
      return contact;
    };
    const people = [
      await desk.contact({}, agent),
      await desk.contact({}, other),
      await linked(mine),
      await linked(theirs),
    ];
    const past = await desk.contact({}, other);
    await desk.link(mine, past, { to: '2020-12-31' });
    const [own1, , atMine] = people;
    const { found, missing } = await contacts([...people, past], agent, own);
    expect(found).toEqual(idsOf([own1 ?? '', atMine ?? '', past]));
    for (const { id } of [...people, past]) {
      const single = bed.clients.readContact({ ...none, params: { id } }, bed.as(agent, own));
      expect([
        id,
        await single.then(
          () => true,
          () => false,
        ),
      ]).toEqual([id, !missing.includes(id)]);
    }
  });

  it('are not seen by a company that is deleted', async () => {
    const contact = await desk.contact({}, other);
    await desk.link(mine, contact);
    await desk.remove(mine);
    expect((await contacts([contact], agent, own)).missing).toEqual([contact.id]);
  });

  it('that are not there, deleted or of another organisation look the same', async () => {
    const gone = await desk.contact({}, agent);
    await desk.remove(gone);
    const stranger = await createClientDesk(await addTenant(bed.endpoint, bed.tableName)).contact();
    const nobody = newId(new Date());
    expect(await contacts([gone, stranger, nobody, mine])).toMatchObject({
      found: [],
      missing: idsOf([gone, stranger, nobody, mine]),
    });
  });

  it('cost a query for each who is hidden, and no more than one request for 100 of their companies', async () => {
    const people: Subject[] = [];
    for (let n = 0; n < 12; n += 1) {
      const contact = await desk.contact({}, other);
      for (const company of [mine, theirs]) await desk.link(company, contact);
      people.push(contact);
    }
    const metered = createMeteredTable(bed.endpoint, bed.tableName);
    const { requests } = await metered.measure(() =>
      createBatchReads(metered.table).readContacts(idsOf(people), bed.as(agent, own)),
    );
    expect(requests).toEqual({ BatchGetItem: 2, Query: 12 });
  });
});

describe('a record written a moment ago', () => {
  it('is found by asking again, consistently, for what was missed', async () => {
    const proxy = await startFaultProxy({ target: bed.endpoint });
    onTestFinished(proxy.stop);
    const [one, two] = [await desk.company(), await desk.company()];
    const reads = createBatchReads(tableLayer(proxy.endpoint, bed.tableName));
    const nobody = newId(new Date());
    const body = await reads.readCompanies([one.id, nobody, two.id], bed.as(bed.admin));
    expect(body.missing).toEqual([nobody]);
    const asked = proxy.calls.map(
      ({ body: sent }) => Object.values((sent as unknown as Asked).RequestItems)[0],
    );
    expect(asked).toMatchObject([
      { ConsistentRead: false, Keys: { length: 3 } },
      { ConsistentRead: true, Keys: { length: 1 } },
    ]);
  });
});

interface Asked {
  readonly RequestItems: Readonly<Record<string, object>>;
}
