import type * as z from 'zod';
import { clientChangedV1 } from '../../events/client-changed.v1.ts';
import { clientCreatedV1 } from '../../events/client-created.v1.ts';
import {
  type Company,
  companyFieldsSchema,
  type companyInputSchema,
  type companyPatchSchema,
  companySchema,
} from '../../shared/clients/company.ts';
import { checkRequisites, type Normalised, normaliseChannels } from '../../shared/clients/normalise.ts';
import { type FieldIssue, invalid } from '../../shared/errors.ts';
import { type Change, newId } from '../runtime/change.ts';
import type { RequestContext } from '../runtime/request.ts';
import type { Stored } from '../runtime/table/item.ts';
import { applyPatch, type Revision } from '../runtime/versions.ts';
import { putCompany } from './company-store.ts';
import { writeEntryNow } from './entries.ts';
import { lookupWrites } from './lookup-item.ts';
import { assignNew, requireReassignable } from './ownership.ts';
import { referenceChecks } from './references.ts';

/** The normalised input, or the error that tells all that is wrong with it. */
export function accepted<Value>(normalised: Normalised<Value>): Value {
  if ('issues' in normalised) throw invalid(normalised.issues);
  return normalised.value;
}

const refuse = (issues: readonly FieldIssue[]): void => {
  if (issues.length > 0) throw invalid(issues);
};

const subjectOf = ({ id }: Company) => ({ type: 'company' as const, id });

/**
 * A company as it would be stored if it were created now.
 *
 * @throws KartotekaError `body.invalid`; `access.forbidden` when the caller may not give it to the named owner or team
 */
export function newCompany(context: RequestContext, body: z.output<typeof companyInputSchema>): Company {
  const { caller, now } = context;
  const fields = companyFieldsSchema.parse(accepted(normaliseChannels(body, caller.settings.country)));
  refuse(checkRequisites(fields));
  const at = now.toISOString();
  return {
    ...fields,
    ...assignNew(caller, fields),
    id: newId(now),
    createdAt: at,
    createdBy: caller.userId,
    updatedAt: at,
    updatedBy: caller.userId,
  };
}

/** Adds all that creating a company writes. */
export function addNewCompany(change: Change, context: RequestContext, company: Company): Change {
  const subject = subjectOf(company);
  return change
    .add(putCompany(context.caller.tenant, { data: company, version: 1, fieldVersions: {} }))
    .add(...lookupWrites(context.caller.tenant, subject, undefined, company))
    .add(...referenceChecks(context, {}, company))
    .add(writeEntryNow(context, subject, { kind: 'created' }))
    .event(clientCreatedV1, { subject, version: 1 });
}

/**
 * A company with a patch applied, checked as a whole.
 *
 * @throws KartotekaError `body.invalid`; `access.forbidden` when the caller may not hand it over like this
 */
export function reviseCompany(
  context: RequestContext,
  stored: Stored<Company>,
  patch: Omit<z.output<typeof companyPatchSchema>, 'baseVersion'>,
): Revision<Company> {
  const normalised = accepted(normaliseChannels(patch, context.caller.settings.country));
  const revision = applyPatch(companySchema, stored, normalised, context);
  refuse(checkRequisites(revision.data));
  requireReassignable(context.caller, stored.data, revision.data);
  return revision;
}

/** Adds all that changing a company writes. */
export function addRevisedCompany(
  change: Change,
  context: RequestContext,
  stored: Stored<Company>,
  revision: Revision<Company>,
): Change {
  const { tenant } = context.caller;
  const subject = subjectOf(stored.data);
  return change
    .add(putCompany(tenant, revision))
    .add(...lookupWrites(tenant, subject, stored.data, revision.data))
    .add(...referenceChecks(context, stored.data, revision.data))
    .add(writeEntryNow(context, subject, { kind: 'changed', changes: [...revision.changes] }))
    .event(clientChangedV1, {
      subject,
      version: revision.version,
      fields: revision.changes.map(({ field }) => field),
    });
}
