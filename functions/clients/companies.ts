import { clientChangedV1 } from '../../events/client-changed.v1.ts';
import { clientCreatedV1 } from '../../events/client-created.v1.ts';
import { clientDeletedV1 } from '../../events/client-deleted.v1.ts';
import { clientRestoredV1 } from '../../events/client-restored.v1.ts';
import { mayChange } from '../../shared/access.ts';
import { type Company, companyFieldsSchema, companySchema } from '../../shared/clients/company.ts';
import { checkRequisites, type Normalised, normaliseChannels } from '../../shared/clients/normalise.ts';
import type { clientRoutes } from '../../shared/clients/routes.ts';
import { type FieldIssue, forbidden, invalid, KartotekaError } from '../../shared/errors.ts';
import { Change, newId } from '../runtime/change.ts';
import type { RouteHandlers } from '../runtime/http.ts';
import type { Answer, RequestContext } from '../runtime/request.ts';
import type { Stored } from '../runtime/table/item.ts';
import type { Table } from '../runtime/table/table.ts';
import { applyPatch, onCurrent, requireMatch, requireNoConflict, revise } from '../runtime/versions.ts';
import { findCompany, putCompany, viewCompany } from './company-store.ts';
import { writeEntryNow } from './entries.ts';
import { lookupWrites } from './lookup-item.ts';
import { assignNew, requireReassignable } from './ownership.ts';
import { referenceChecks } from './references.ts';

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

/** The normalised input, or the error that tells all that is wrong with it. */
export function accepted<Value>(normalised: Normalised<Value>): Value {
  if ('issues' in normalised) throw invalid(normalised.issues);
  return normalised.value;
}

const refuse = (issues: readonly FieldIssue[]): void => {
  if (issues.length > 0) throw invalid(issues);
};

async function create(table: Table, context: RequestContext, body: Input<'createCompany'>['body']) {
  const { caller, now } = context;
  const fields = companyFieldsSchema.parse(accepted(normaliseChannels(body, caller.settings.country)));
  refuse(checkRequisites(fields));
  const ownership = assignNew(caller, fields);
  const at = now.toISOString();
  const data: Company = {
    ...fields,
    ...ownership,
    id: newId(now),
    createdAt: at,
    createdBy: caller.userId,
    updatedAt: at,
    updatedBy: caller.userId,
  };
  const subject = subjectOf(data);
  return new Change(context)
    .add(putCompany(caller.tenant, { data, version: 1, fieldVersions: {} }))
    .add(...lookupWrites(caller.tenant, subject, undefined, data))
    .add(...referenceChecks(caller.tenant, {}, data, caller))
    .add(writeEntryNow(context, subject, { kind: 'created' }))
    .event(clientCreatedV1, { subject, version: 1 })
    .commit(table, {
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
  const { tenant, settings } = context.caller;
  const stored = await findCompany(table, context, id, { forChange: true });
  requireChangeable(context, stored.data);
  requireMatch(context, stored);
  requireNoConflict(stored, patch, baseVersion);
  const revision = applyPatch(
    companySchema,
    stored,
    accepted(normaliseChannels(patch, settings.country)),
    context,
  );
  refuse(checkRequisites(revision.data));
  requireReassignable(context.caller, stored.data, revision.data);
  if (revision.changes.length === 0)
    return { status: 200, body: viewCompany(stored), version: stored.version };
  const subject = subjectOf(stored.data);
  return new Change(context)
    .add(putCompany(tenant, revision))
    .add(...lookupWrites(tenant, subject, stored.data, revision.data))
    .add(...referenceChecks(tenant, stored.data, revision.data, context.caller))
    .add(writeEntryNow(context, subject, { kind: 'changed', changes: [...revision.changes] }))
    .event(clientChangedV1, {
      subject,
      version: revision.version,
      fields: revision.changes.map(({ field }) => field),
    })
    .commit(table, { status: 200, body: viewCompany(revision), version: revision.version });
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
