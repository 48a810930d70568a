import type * as z from 'zod';
import { maySee } from '../../shared/access.ts';
import type { companiesSchema } from '../../shared/clients/company.ts';
import type { Contact, contactsSchema } from '../../shared/clients/contact.ts';
import type { Key } from '../../shared/table.ts';
import type { RequestContext } from '../runtime/request.ts';
import { readItem, type Stored, type StoredItem } from '../runtime/table/item.ts';
import type { Table } from '../runtime/table/table.ts';
import { companyItem, companyKey } from './company-item.ts';
import { viewCompany } from './company-store.ts';
import { contactItem, contactKey } from './contact-item.ts';
import { placesOfContact, viewContact, visibleCompanies } from './contact-store.ts';

/** Reads several records by their ids, as far as the caller may see them: one request to the table where all are there. */
export interface BatchReads {
  readCompanies(ids: readonly string[], context: RequestContext): Promise<z.input<typeof companiesSchema>>;
  readContacts(ids: readonly string[], context: RequestContext): Promise<z.input<typeof contactsSchema>>;
}

export function createBatchReads(table: Table): BatchReads {
  return {
    readCompanies: async (ids, context) => {
      const { caller } = context;
      const items = await getItems(
        table,
        ids.map((id) => companyKey(caller.tenant, id)),
      );
      const companies = items
        .map((item) => readItem(companyItem, item))
        .filter(({ data }) => data.deletedAt === undefined && maySee(caller, data));
      const { found, missing } = inOrder(ids, companies);
      return { companies: found.map(viewCompany), missing };
    },
    readContacts: async (ids, context) => {
      const items = await getItems(
        table,
        ids.map((id) => contactKey(context.caller.tenant, id)),
      );
      const contacts = items
        .map((item) => readItem(contactItem, item))
        .filter(({ data }) => data.deletedAt === undefined);
      const { found, missing } = inOrder(ids, await visibleOf(table, context, contacts));
      return { contacts: found.map(viewContact), missing };
    },
  };
}

/** Items by their keys; those missed are asked for again consistently, since the caller may just have written them. */
async function getItems(table: Table, keys: readonly Key[]): Promise<StoredItem[]> {
  const items = await table.batchGet(keys);
  const found = new Set(items.map(({ pk }) => pk));
  const missed = keys.filter(({ pk }) => !found.has(pk));
  return missed.length === 0 ? items : [...items, ...(await table.batchGet(missed, { consistent: true }))];
}

/**
 * The people whom the caller may see, by their own record or by that of a company they belong to. Only those who are not
 * visible by themselves cost more: a query of the places of each, and a BatchGetItem for each 100 companies.
 */
async function visibleOf(
  table: Table,
  context: RequestContext,
  contacts: readonly Stored<Contact>[],
): Promise<Stored<Contact>[]> {
  const hidden = contacts.filter(({ data }) => !maySee(context.caller, data));
  if (hidden.length === 0) return [...contacts];
  const places = new Map(
    await Promise.all(
      hidden.map(async ({ data: { id } }) => [id, await placesOfContact(table, context, id)] as const),
    ),
  );
  const companyIds = [...places.values()].flat().map(({ companyId }) => companyId);
  const companies = await visibleCompanies(table, context, companyIds);
  return contacts.filter(
    ({ data }) =>
      maySee(context.caller, data) || places.get(data.id)?.some(({ companyId }) => companies.has(companyId)),
  );
}

/** Records in the order of the ids that ask for them, and the ids that nothing answers. */
function inOrder<Data extends { readonly id: string }>(
  ids: readonly string[],
  records: readonly Stored<Data>[],
): { readonly found: readonly Stored<Data>[]; readonly missing: string[] } {
  const byId = new Map(records.map((record) => [record.data.id, record]));
  return {
    found: ids.flatMap((id) => byId.get(id) ?? []),
    missing: ids.filter((id) => !byId.has(id)),
  };
}
