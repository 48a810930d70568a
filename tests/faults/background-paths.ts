import { Logger } from '@aws-lambda-powertools/logger';
import type { EventBridgeEvent } from 'aws-lambda';
import { companyKey } from '../../functions/clients/company-item.ts';
import { createPurge } from '../../functions/clients/purging.ts';
import { statsSubscriptions } from '../../functions/clients/stats.ts';
import { prepareRow } from '../../functions/imports/prepared-row.ts';
import { readMarks } from '../../functions/imports/row-mark.ts';
import { prepareMatchers, writeRow } from '../../functions/imports/row-writer.ts';
import { createProvision } from '../../functions/platform/provisioning.ts';
import { newId } from '../../functions/runtime/change.ts';
import { createSubscriber } from '../../functions/runtime/event.ts';
import { toKartotekaError, toProblem } from '../../functions/runtime/problem.ts';
import type { StoredItem } from '../../functions/runtime/table/item.ts';
import type { Table } from '../../functions/runtime/table/table.ts';
import type { ImportedRow } from '../../shared/imports/row.ts';
import { everybody } from '../equipment/tenant-bed.ts';
import { contextOf, type Outcome, outcomeOf } from './api-calls.ts';
import { type Act, apiAct, NOW, needed, type PathBed } from './path-bed.ts';

/** An act with what has to be stored for it. */
export interface Prepared {
  readonly act: Act;
  readonly items: readonly StoredItem[];
}

const logger = new Logger({ logLevel: 'SILENT' });

/** What came of a function that answers no request: an error as its callers' log tells it. */
const settled = (work: Promise<unknown>): Promise<Outcome> =>
  work.then(
    (body) => ({ status: 200, body, replayed: false }),
    (error: unknown) => outcomeOf(toProblem(toKartotekaError(error), 'test')),
  );

async function provisioning(): Promise<Prepared> {
  const input = {
    tenantId: newId(new Date()),
    tenant: { name: 'Ромашка' },
    admin: { email: 'anna@romashka.example', name: 'Анна Админова' },
  };
  return {
    act: ({ table }) =>
      settled(createProvision({ table, directory: everybody, now: () => NOW })(input, 'test')),
    items: [],
  };
}

/** The subscriber of statistics given an event, the envelope of which is the data of an event item. */
export function countingAct(detail: unknown): Act {
  const event: EventBridgeEvent<string, unknown> = {
    id: 'test',
    version: '0',
    account: '000000000000',
    region: 'eu-central-1',
    time: NOW.toISOString(),
    source: 'kartoteka',
    resources: [],
    'detail-type': 'test',
    detail,
  };
  return ({ table }) =>
    settled(createSubscriber(statsSubscriptions(table), logger)(event, contextOf(30_000)));
}

/** The envelopes of all events of a type, in the order in which they came about. */
export const eventsOf = (items: readonly StoredItem[], type: string): unknown[] =>
  items
    .filter(({ kind, data }) => kind === 'event' && data['type'] === type)
    .sort((one, other) => (one.sk < other.sk ? -1 : 1))
    .map(({ data }) => data);

/** Counts the entry about which the latest event of the bed tells. */
async function counting(bed: PathBed, type: string): Promise<Prepared> {
  const items = await bed.items();
  return { act: countingAct(eventsOf(items, type).at(-1)), items: needed(items) };
}

async function purging(bed: PathBed, id: string): Promise<Prepared> {
  const key = companyKey(bed.tenant.tenant, id);
  await bed.make('deleteCompany', { params: { id } });
  await bed.tenant.table.transact([{ op: 'delete', key }]);
  const purge = async (table: Table): Promise<void> => {
    let cause: unknown;
    const note = (error: unknown): never => {
      cause = error;
      throw error;
    };
    const watched: Table = {
      ...table,
      query: (input) => table.query(input).catch(note),
      transact: (writes) => table.transact(writes).catch(note),
    };
    const record = { dynamodb: { Keys: { pk: { S: key.pk }, sk: { S: key.sk } }, SequenceNumber: '1' } };
    const { batchItemFailures } = await createPurge({ table: watched, files: bed.tenant.files, logger })({
      Records: [record],
    });
    if (batchItemFailures.length > 0) throw cause;
  };
  return { act: ({ table }) => settled(purge(table)), items: needed(await bed.items()) };
}

const firm = (bed: PathBed, name: string): Promise<string> => bed.make('createCompany', { body: { name } });
const call = { channel: 'call', direction: 'in' };

/** Brings one row of a list in, as the worker does. */
async function importing(bed: PathBed, row: ImportedRow): Promise<Prepared> {
  const { tenant } = bed;
  const work = { importId: newId(new Date()), workId: newId(new Date()) };
  const bring = async (table: Table) => {
    const deps = { table, ...work, existing: 'update' as const };
    const prepared = prepareRow(row, 'RU');
    const context = tenant.as(tenant.admin, { now: NOW });
    const matchers = await prepareMatchers(deps, context, [prepared]);
    // Begun anew it asks what was recorded, as a worker does that takes over from another.
    const recorded = (await readMarks(table, context, work, [1])).get(1);
    return writeRow(deps, context, { row: prepared, number: 1, matchers, recorded });
  };
  return { act: ({ table }) => settled(bring(table)), items: needed(await bed.items()) };
}

/** The write paths that no route begins, by a name of their own. */
export const backgroundPaths: Readonly<Record<string, (bed: PathBed) => Promise<Prepared>>> = {
  provision: provisioning,
  'statistics of a note': async (bed) => {
    const params = { id: await firm(bed, 'Ромашка') };
    await bed.make('noteOnCompany', { params, body: { text: 'Просил прайс' } });
    return counting(bed, 'note-written.v1');
  },
  'statistics of a contact with a person': async (bed) => {
    const params = { id: await firm(bed, 'Ромашка') };
    const contactIds = [await bed.make('createContact', { body: { name: 'Иван Петров' } })];
    await bed.make('logContactWithCompany', { params, body: { ...call, contactIds } });
    return counting(bed, 'contact-logged.v1');
  },
  'statistics of a correction before what it corrects': async (bed) => {
    const params = { id: await firm(bed, 'Ромашка') };
    const corrects = await bed.make('logContactWithCompany', { params, body: call });
    await bed.make('logContactWithCompany', { params, body: { channel: 'visit', corrects } });
    return counting(bed, 'contact-logged.v1');
  },
  'a row of a list that brings a client': (bed) =>
    importing(bed, {
      company: { name: 'Незабудка', inn: '7707083893', externalIds: [{ source: '1c', id: '1' }] },
      contact: { name: 'Иван Петров', phones: ['+7 916 123-45-67'] },
      place: { jobTitle: 'Директор' },
      note: { text: 'Просил прайс' },
    }),
  'a row of a list that changes a client and a person': async (bed) => {
    const companyId = await firm(bed, 'Ромашка');
    await bed.make('createContact', { body: { name: 'Иван Петров', companies: [{ companyId }] } });
    return importing(bed, {
      company: { name: 'Ромашка', phones: ['+7 495 123-45-67'] },
      contact: { name: 'Иван Петров', emails: ['ivan@romashka.example'] },
    });
  },
  purge: async (bed) => {
    const [id, companyId] = [await firm(bed, 'Ромашка'), await firm(bed, 'Лютик')];
    await bed.make('relateCompanies', { params: { id }, body: { kind: 'supplier', companyId } });
    await bed.make('createContact', { body: { name: 'Иван Петров', companies: [{ companyId: id }] } });
    return purging(bed, id);
  },
  'purge in two transactions': async (bed) => {
    const id = await firm(bed, 'Ромашка');
    const note = (text: string) => bed.make('noteOnCompany', { params: { id }, body: { text } });
    await Promise.all(Array.from({ length: 50 }, (_, index) => note(`Заметка ${index}`)));
    return purging(bed, id);
  },
  'the key that signs cursors': async (bed) => {
    const id = await firm(bed, 'Ромашка');
    await bed.make('noteOnCompany', { params: { id }, body: { text: 'Просил прайс' } });
    const read = apiAct(bed.call('readCompanyTimeline', { params: { id }, query: { limit: '1' } }));
    return { act: async (scene) => withoutSignature(await read(scene)), items: needed(await bed.items()) };
  },
};

/** The signature of a cursor follows from the random key. */
function withoutSignature(outcome: Outcome): Outcome {
  const { body } = outcome;
  if (typeof body !== 'object' || body === null || !('next' in body)) return outcome;
  return { ...outcome, body: { ...body, next: String(body.next).split('.')[0] } };
}
