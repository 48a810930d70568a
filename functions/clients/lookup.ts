import type { LookupHit } from '../../shared/clients/lookup.ts';
import { rankHits } from '../../shared/clients/lookup.ts';
import type { clientRoutes } from '../../shared/clients/routes.ts';
import type { Subject } from '../../shared/clients/timeline.ts';
import { normaliseEmail } from '../../shared/email.ts';
import { KartotekaError } from '../../shared/errors.ts';
import { normalisePhone } from '../../shared/phone.ts';
import { innSchema } from '../../shared/requisites.ts';
import type { Key } from '../../shared/table.ts';
import type { RouteHandlers } from '../runtime/http.ts';
import type { RequestContext } from '../runtime/request.ts';
import { readItem } from '../runtime/table/item.ts';
import type { Table } from '../runtime/table/table.ts';
import { findContact, visibleCompanies } from './contact-store.ts';
import { externalValue, type LookupKind, lookupItem, lookupPartition } from './lookup-item.ts';

type Handlers = Pick<RouteHandlers<typeof clientRoutes>, 'lookup'>;
type LookupQuery = Parameters<Handlers['lookup']>[0]['query'];

/** Most records one lookup answers with. */
const MAX_HITS = 50;

/** The route that tells whose phone, e-mail, INN or external id something is. */
export function createLookup(table: Table): Handlers {
  return {
    lookup: async ({ query }, context) => {
      const { kind, value } = lookupOf(query, context);
      const pk = lookupPartition(context.caller.tenant, kind, value);
      const hits = await visibleHits(table, context, pk);
      const best = rankHits(hits, context.caller.userId).slice(0, MAX_HITS);
      return { status: 200, body: { hits: best, more: hits.length > MAX_HITS } };
    },
  };
}

/** Hits that the caller may see, page after page until there are more than are answered: hidden ones take no place. */
async function visibleHits(table: Table, context: RequestContext, pk: string): Promise<LookupHit[]> {
  const hits: LookupHit[] = [];
  let after: Key | undefined;
  do {
    const page = await table.query({ pk, limit: MAX_HITS, ...(after ? { after } : {}) });
    const subjects = page.items.map((item) => readItem(lookupItem, item).data.subject);
    hits.push(
      ...(await companyHits(table, context, subjects)),
      ...(await contactHits(table, context, subjects)),
    );
    after = page.last;
  } while (after && hits.length <= MAX_HITS);
  return hits;
}

const refused = (parameter: string, code: string, message: string): KartotekaError =>
  new KartotekaError('malformed', 'parameter.invalid', message, { issues: [{ parameter, code, message }] });

/** What to look for; keys are normalised as they were when they were stored. */
function lookupOf(query: LookupQuery, context: RequestContext): { kind: LookupKind; value: string } {
  if (query.phone !== undefined) {
    const phone = normalisePhone(query.phone, context.caller.settings.country);
    if ('error' in phone) throw refused('phone', phone.error, phone.message);
    return { kind: 'phone', value: phone.e164 };
  }
  if (query.email !== undefined) {
    const email = normaliseEmail(query.email);
    if ('error' in email) throw refused('email', email.error, email.message);
    return { kind: 'email', value: email.email };
  }
  if (query.inn !== undefined) {
    const inn = innSchema.safeParse(query.inn);
    if (!inn.success)
      throw refused('inn', 'inn.invalid', 'Give an INN of 10 or 12 digits with right check digits.');
    return { kind: 'inn', value: inn.data };
  }
  const external = query.externalId ?? '';
  const colon = external.indexOf(':');
  if (colon < 1 || colon === external.length - 1) {
    throw refused(
      'externalId',
      'external-id.malformed',
      'Give the source and the id with a colon between: "1c:000000123".',
    );
  }
  return {
    kind: 'external',
    value: externalValue({ source: external.slice(0, colon), id: external.slice(colon + 1) }),
  };
}

async function companyHits(
  table: Table,
  context: RequestContext,
  subjects: readonly Subject[],
): Promise<LookupHit[]> {
  const ids = subjects.filter(({ type }) => type === 'company').map(({ id }) => id);
  const companies = await visibleCompanies(table, context, ids);
  return [...companies.values()].map((company) => ({
    type: 'company',
    id: company.id,
    name: company.name,
    status: company.status,
    ...(company.owner === undefined ? {} : { owner: company.owner }),
    ...(company.team === undefined ? {} : { team: company.team }),
    companies: [],
    updatedAt: company.updatedAt,
  }));
}

async function contactHits(
  table: Table,
  context: RequestContext,
  subjects: readonly Subject[],
): Promise<LookupHit[]> {
  const ids = subjects.filter(({ type }) => type === 'contact').map(({ id }) => id);
  const hits = await Promise.all(ids.map((id) => contactHit(table, context, id)));
  return hits.filter((hit) => hit !== undefined);
}

async function contactHit(table: Table, context: RequestContext, id: string): Promise<LookupHit | undefined> {
  const today = context.now.toISOString().slice(0, 10);
  const found = await findContact(table, context, id).catch((error: unknown) => {
    if (error instanceof KartotekaError && error.kind === 'not-found') return undefined;
    throw error;
  });
  if (!found) return undefined;
  const { data } = found.contact;
  const companies = found.links.flatMap(({ data: link }) => {
    const company = found.companies.get(link.companyId);
    if (!company || (link.to !== undefined && link.to < today)) return [];
    return [
      {
        id: company.id,
        name: company.name,
        ...(link.jobTitle === undefined ? {} : { jobTitle: link.jobTitle }),
      },
    ];
  });
  return {
    type: 'contact',
    id: data.id,
    name: data.name,
    ...(data.owner === undefined ? {} : { owner: data.owner }),
    ...(data.team === undefined ? {} : { team: data.team }),
    companies,
    updatedAt: data.updatedAt,
  };
}
