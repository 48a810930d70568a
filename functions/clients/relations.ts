import { companiesRelatedV1 } from '../../events/companies-related.v1.ts';
import { companiesUnrelatedV1 } from '../../events/companies-unrelated.v1.ts';
import { COUNTERPART, type Company, type Relation, type RelationKind } from '../../shared/clients/company.ts';
import type { clientRoutes } from '../../shared/clients/routes.ts';
import { invalid, KartotekaError, notFound } from '../../shared/errors.ts';
import type { VerifiedTenant } from '../../shared/table.ts';
import { Change } from '../runtime/change.ts';
import type { RouteHandlers } from '../runtime/http.ts';
import type { Answer, RequestContext } from '../runtime/request.ts';
import { readItem, writeItem } from '../runtime/table/item.ts';
import type { Table } from '../runtime/table/table.ts';
import type { Write } from '../runtime/table/write.ts';
import { requireChangeable } from './companies.ts';
import { cardPartition, companyKey } from './company-item.ts';
import { findCompany } from './company-store.ts';
import { visibleCompanies } from './contact-store.ts';
import { writeEntryNow } from './entries.ts';
import { mustBeLive, unknownReference } from './references.ts';
import { relationItem, relationKey, relationPrefix } from './relation-item.ts';

type Handlers = Pick<RouteHandlers<typeof clientRoutes>, 'relateCompanies' | 'unrelateCompanies'>;
type Input<Id extends keyof Handlers> = Parameters<Handlers[Id]>[0];

/** How many levels of parents are walked to find a circle; deeper groups than this are taken as they are. */
const MAX_LEVELS = 20;

/** The routes of relations between companies. */
export function createRelations(table: Table): Handlers {
  return {
    relateCompanies: (input, context) => relate(table, context, input),
    unrelateCompanies: (input, context) => unrelate(table, context, input),
  };
}

async function relate(table: Table, context: RequestContext, { params, body }: Input<'relateCompanies'>) {
  const { tenant, userId } = context.caller;
  if (params.id === body.companyId) {
    throw invalid([
      {
        pointer: '/companyId',
        code: 'relation.itself',
        message: 'Name another company: this is the same one.',
      },
    ]);
  }
  const { data: company } = await findCompany(table, context, params.id, { forChange: true });
  requireChangeable(context, company);
  const other = (await visibleCompanies(table, context, [body.companyId], { consistent: true })).get(
    body.companyId,
  );
  if (!other) throw invalid([unknownReference('/companyId', 'company')]);
  await requireNoCircle(table, tenant, company, other, body.kind);
  const base = {
    createdAt: context.now.toISOString(),
    createdBy: userId,
    ...(body.note === undefined ? {} : { note: body.note }),
  };
  const mine: Relation = { ...base, kind: body.kind, companyId: other.id };
  const theirs: Relation = { ...base, kind: COUNTERPART[body.kind], companyId: company.id };
  return new Change(context)
    .add(putRelation(tenant, company.id, mine), putRelation(tenant, other.id, theirs))
    .add(mustBeLive('/companyId', 'company', companyKey(tenant, other.id)))
    .add(...notTheOtherWayRound(tenant, company, other, body.kind))
    .add(...entries(context, 'relation-added', company, other))
    .event(companiesRelatedV1, { companyId: company.id, otherId: other.id, kind: body.kind })
    .commit(table, {
      status: 201,
      body: { ...mine, name: other.name },
      location: `/companies/${company.id}/relations/${body.kind}/${other.id}`,
    });
}

const putRelation = (tenant: VerifiedTenant, companyId: string, relation: Relation) => ({
  op: 'put' as const,
  item: writeItem(relationItem, relationKey(tenant, companyId, relation.kind, relation.companyId), relation),
  condition: { absent: true as const },
  refused: () =>
    new KartotekaError('conflict', 'relation.exists', 'These companies are related like this already.'),
});

const entries = (
  context: RequestContext,
  kind: 'relation-added' | 'relation-removed',
  company: Company,
  other: Pick<Company, 'id' | 'name'>,
) => [
  writeEntryNow(
    context,
    { type: 'company', id: company.id },
    { kind, about: { type: 'company', id: other.id, name: other.name } },
  ),
  writeEntryNow(
    context,
    { type: 'company', id: other.id },
    { kind, about: { type: 'company', id: company.id, name: company.name } },
  ),
];

const circle = (parent: Company, child: Company): KartotekaError =>
  new KartotekaError(
    'conflict',
    'relation.cycle',
    `${child.name} stands above ${parent.name} already: a company cannot be its own ancestor.`,
  );

/** Parent and child, where the relation is of that kind. */
const generations = (
  company: Company,
  other: Company,
  kind: RelationKind,
): [Company, Company] | undefined => {
  if (kind === 'parent') return [other, company];
  return kind === 'subsidiary' ? [company, other] : undefined;
};

/** The shortest circle is ruled out within the transaction: two people may make its two halves at once. */
function notTheOtherWayRound(
  tenant: VerifiedTenant,
  company: Company,
  other: Company,
  kind: RelationKind,
): Write[] {
  const related = generations(company, other, kind);
  if (!related) return [];
  const [parent, child] = related;
  const key = relationKey(tenant, parent.id, 'parent', child.id);
  return [{ op: 'check', key, condition: { absent: true }, refused: () => circle(parent, child) }];
}

/**
 * A company cannot be its own ancestor.
 *
 * @throws KartotekaError `relation.cycle`
 */
async function requireNoCircle(
  table: Table,
  tenant: VerifiedTenant,
  company: Company,
  other: Company,
  kind: RelationKind,
): Promise<void> {
  const related = generations(company, other, kind);
  if (!related) return;
  const [parent, child] = related;
  let level = [parent.id];
  const seen = new Set<string>();
  for (let depth = 0; depth < MAX_LEVELS && level.length > 0; depth += 1) {
    if (level.includes(child.id)) throw circle(parent, child);
    for (const id of level) seen.add(id);
    const above = await Promise.all(level.map((id) => parentsOf(table, tenant, id)));
    level = above.flat().filter((id) => !seen.has(id));
  }
}

/** Ids of the companies that stand right above one. */
export async function parentsOf(table: Table, tenant: VerifiedTenant, id: string): Promise<string[]> {
  const pk = cardPartition(tenant, { type: 'company', id });
  const { items } = await table.query({ pk, prefix: relationPrefix('parent'), consistent: true });
  return items.map((item) => readItem(relationItem, item).data.companyId);
}

async function unrelate(
  table: Table,
  context: RequestContext,
  { params }: Input<'unrelateCompanies'>,
): Promise<Answer<undefined>> {
  const { tenant } = context.caller;
  const { id, kind, companyId } = params;
  const { data: company } = await findCompany(table, context, id, { forChange: true });
  requireChangeable(context, company);
  const other = (await visibleCompanies(table, context, [companyId], { consistent: true })).get(companyId);
  if (!other) throw notFound('relation');
  const gone = { condition: { live: true as const }, refused: () => notFound('relation') };
  return new Change(context)
    .add({ op: 'delete', key: relationKey(tenant, id, kind, companyId), ...gone })
    .add({ op: 'delete', key: relationKey(tenant, companyId, COUNTERPART[kind], id) })
    .add(...entries(context, 'relation-removed', company, other))
    .event(companiesUnrelatedV1, { companyId: id, otherId: companyId, kind })
    .commit(table, { status: 204 });
}
