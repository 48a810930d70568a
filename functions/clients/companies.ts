import { clientDeletedV1 } from '../../events/client-deleted.v1.ts';
import { clientRestoredV1 } from '../../events/client-restored.v1.ts';
import { mayChange } from '../../shared/access.ts';
import type { Company } from '../../shared/clients/company.ts';
import type { clientRoutes } from '../../shared/clients/routes.ts';
import { forbidden, KartotekaError } from '../../shared/errors.ts';
import { Change } from '../runtime/change.ts';
import type { RouteHandlers } from '../runtime/http.ts';
import type { Answer, RequestContext } from '../runtime/request.ts';
import type { Stored } from '../runtime/table/item.ts';
import type { Table } from '../runtime/table/table.ts';
import { onCurrent, requireMatch, requireNoConflict, revise } from '../runtime/versions.ts';
import { findCompany, putCompany, viewCompany } from './company-store.ts';
import { addNewCompany, addRevisedCompany, newCompany, reviseCompany } from './company-writes.ts';
import { writeEntryNow } from './entries.ts';
import { lookupWrites } from './lookup-item.ts';

type Handlers = Pick<
  RouteHandlers<typeof clientRoutes>,
  'createCompany' | 'readCompany' | 'changeCompany' | 'deleteCompany' | 'restoreCompany'
>;

const subjectOf = (company: Company) => ({ type: 'company' as const, id: company.id });

/** The routes of a company itself. */
export function createCompanies(table: Table): Handlers {
  return {
    createCompany: ({ body }, context) => create(table, context, body),
    readCompany: async ({ params }, context) => {
      const company = await findCompany(table, context, params.id);
      return { status: 200, body: viewCompany(company), version: company.version };
    },
    changeCompany: ({ params, body }, context) => onCurrent(() => change(table, context, params.id, body)),
    deleteCompany: ({ params }, context) => onCurrent(() => remove(table, context, params.id)),
    restoreCompany: ({ params }, context) => onCurrent(() => restore(table, context, params.id)),
  };
}

type Input<Id extends keyof Handlers> = Parameters<Handlers[Id]>[0];

async function create(table: Table, context: RequestContext, body: Input<'createCompany'>['body']) {
  const data = newCompany(context, body);
  return addNewCompany(new Change(context), context, data).commit(table, {
    status: 201,
    body: viewCompany({ data, version: 1 }),
    version: 1,
    location: `/companies/${data.id}`,
  });
}

/** @throws KartotekaError `access.forbidden` for one who sees the company but may not change it */
export function requireChangeable(context: RequestContext, company: Company): void {
  if (!mayChange(context.caller, company)) {
    throw forbidden('You may see this client but not change it: it belongs to somebody else.');
  }
}

async function change(
  table: Table,
  context: RequestContext,
  id: string,
  { baseVersion, ...patch }: Input<'changeCompany'>['body'],
): Promise<Answer<ReturnType<typeof viewCompany>>> {
  const stored = await findCompany(table, context, id, { forChange: true });
  requireChangeable(context, stored.data);
  requireMatch(context, stored);
  requireNoConflict(stored, patch, baseVersion);
  const revision = reviseCompany(context, stored, patch);
  if (revision.changes.length === 0)
    return { status: 200, body: viewCompany(stored), version: stored.version };
  return addRevisedCompany(new Change(context), context, stored, revision).commit(table, {
    status: 200,
    body: viewCompany(revision),
    version: revision.version,
  });
}

async function remove(table: Table, context: RequestContext, id: string): Promise<Answer<undefined>> {
  const stored = await findCompany(table, context, id, { forChange: true });
  requireChangeable(context, stored.data);
  requireMatch(context, stored);
  const { tenant } = context.caller;
  const revision = revise(stored, { ...stamped(stored, context), deletedAt: context.now.toISOString() });
  const subject = subjectOf(stored.data);
  return new Change(context)
    .add(putCompany(tenant, revision))
    .add(...lookupWrites(tenant, subject, stored.data, undefined))
    .add(writeEntryNow(context, subject, { kind: 'deleted' }))
    .event(clientDeletedV1, { subject, version: revision.version })
    .commit(table, { status: 204 });
}

async function restore(table: Table, context: RequestContext, id: string) {
  const stored = await findCompany(table, context, id, { forChange: true, deleted: true });
  requireChangeable(context, stored.data);
  requireMatch(context, stored);
  if (stored.data.deletedAt === undefined) throw notDeleted();
  const { tenant } = context.caller;
  const { deletedAt: _, ...data } = stamped(stored, context);
  const revision = revise(stored, data);
  const subject = subjectOf(stored.data);
  return new Change(context)
    .add(putCompany(tenant, revision))
    .add(...lookupWrites(tenant, subject, undefined, data))
    .add(writeEntryNow(context, subject, { kind: 'restored' }))
    .event(clientRestoredV1, { subject, version: revision.version })
    .commit(table, { status: 200, body: viewCompany(revision), version: revision.version });
}

export const notDeleted = (): KartotekaError =>
  new KartotekaError(
    'conflict',
    'record.not-deleted',
    'This record is not deleted: there is nothing to restore.',
  );

/** The record with who touches it now. */
export const stamped = <Data extends { updatedAt: string; updatedBy: string }>(
  stored: Stored<Data>,
  { now, caller }: RequestContext,
): Data => ({ ...stored.data, updatedAt: now.toISOString(), updatedBy: caller.userId });
