import { maySee } from '../../shared/access.ts';
import type { Company, CompanyView } from '../../shared/clients/company.ts';
import { notFound } from '../../shared/errors.ts';
import type { Key, VerifiedTenant } from '../../shared/table.ts';
import type { RequestContext } from '../runtime/request.ts';
import { readItem, type Stored, type StoredItem, writeItem } from '../runtime/table/item.ts';
import type { Table } from '../runtime/table/table.ts';
import type { Write } from '../runtime/table/write.ts';
import type { Revision } from '../runtime/versions.ts';
import { stale } from '../runtime/versions.ts';
import { companyItem, companyKey } from './company-item.ts';

/** How long a deleted record can be restored, in seconds. */
export const TOMBSTONE_SECONDS = 30 * 86_400;

export const viewCompany = ({ data, version }: { data: Company; version: number }): CompanyView => ({
  ...data,
  version,
});

/** An item by its key; a miss is asked again consistently, since the caller may just have written it. */
export async function getItem(table: Table, key: Key, consistent: boolean): Promise<StoredItem | undefined> {
  const item = await table.get(key, { consistent });
  return item ?? (consistent ? undefined : table.get(key, { consistent: true }));
}

/**
 * A company that the caller may see.
 *
 * @param options.forChange Reads the latest state, which a change has to start from.
 * @param options.deleted Also finds deleted ones.
 * @throws KartotekaError `company.not-found`
 */
export async function findCompany(
  table: Table,
  context: RequestContext,
  id: string,
  options: { readonly forChange?: boolean; readonly deleted?: boolean } = {},
): Promise<Stored<Company>> {
  const item = await getItem(table, companyKey(context.caller.tenant, id), options.forChange ?? false);
  if (!item) throw notFound('company');
  return visibleCompany(context, item, options.deleted ?? false);
}

/** A read company, if the caller may see it. */
export function visibleCompany(context: RequestContext, item: StoredItem, deleted = false): Stored<Company> {
  const company = readItem(companyItem, item);
  if (!maySee(context.caller, company.data)) throw notFound('company');
  if (company.data.deletedAt !== undefined && !deleted) throw notFound('company');
  return company;
}

/** The write of a new or revised company. */
export function putCompany(
  tenant: VerifiedTenant,
  revision: Pick<Revision<Company>, 'data' | 'version' | 'fieldVersions'>,
): Write {
  const { data, version, fieldVersions } = revision;
  const item = writeItem(companyItem, companyKey(tenant, data.id), data, {
    version,
    fieldVersions,
    feed: { tenant, at: data.updatedAt, id: data.id },
    ...(data.deletedAt === undefined ? {} : { ttl: tombstoneTtl(data.deletedAt) }),
  });
  if (version === 1) return { op: 'put', item, condition: { absent: true } };
  return { op: 'put', item, condition: { version: version - 1 }, refused: stale };
}

export const tombstoneTtl = (deletedAt: string): number =>
  Math.floor(Date.parse(deletedAt) / 1000) + TOMBSTONE_SECONDS;
