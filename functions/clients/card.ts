import { CARD_TIMELINE_ENTRIES } from '../../shared/clients/card.ts';
import type { ContactLink } from '../../shared/clients/contact.ts';
import type { clientRoutes } from '../../shared/clients/routes.ts';
import { EMPTY_STATS } from '../../shared/clients/stats.ts';
import { notFound } from '../../shared/errors.ts';
import { documentsOnCard } from '../documents/service.ts';
import type { Cursors } from '../runtime/cursor.ts';
import type { RouteHandlers } from '../runtime/http.ts';
import type { RequestContext } from '../runtime/request.ts';
import { readItem, type Stored, type StoredItem } from '../runtime/table/item.ts';
import type { Table } from '../runtime/table/table.ts';
import { CARD, cardPartition, companyItem } from './company-item.ts';
import { viewCompany, visibleCompany } from './company-store.ts';
import { visibleCompanies } from './contact-store.ts';
import { contactLinkItem } from './link-item.ts';
import { relationItem } from './relation-item.ts';
import { statsItem } from './stats-item.ts';
import { readTimeline } from './timeline-page.ts';

type Handlers = Pick<RouteHandlers<typeof clientRoutes>, 'readCard'>;

/**
 * The route that opens a card: two requests; then, at the same time, one for the names of related companies and one for the latest
 * documents, where there are any.
 */
export function createCard(table: Table, cursors: Cursors): Handlers {
  return {
    readCard: async ({ params }, context) => {
      const subject = { type: 'company' as const, id: params.id };
      // Asked together: a caller who may not see the card costs a read, one who may waits for one round trip.
      const [items, timeline] = await Promise.all([
        readSurroundings(table, context, params.id),
        readTimeline(table, cursors, context, subject, { limit: CARD_TIMELINE_ENTRIES }),
      ]);
      const item = items.find(({ kind }) => kind === companyItem.kind);
      if (!item) throw notFound('company');
      const company = visibleCompany(context, item);
      const stats = items.find(({ kind }) => kind === statsItem.kind);
      const [related, documents] = await Promise.all([
        relations(table, context, items),
        documentsOnCard(table, context, subject, items),
      ]);
      const body = {
        company: viewCompany(company),
        contacts: people(items, context.now),
        relations: related,
        timeline,
        documents,
        stats: stats ? readItem(statsItem, stats).data : EMPTY_STATS,
      };
      return { status: 200, body };
    },
  };
}

async function readSurroundings(table: Table, context: RequestContext, id: string): Promise<StoredItem[]> {
  const pk = cardPartition(context.caller.tenant, { type: 'company', id });
  const items: StoredItem[] = [];
  let page = await table.query({ pk, prefix: CARD });
  // Written a moment ago, it may not have reached the replica that answered.
  if (page.items.length === 0) page = await table.query({ pk, prefix: CARD, consistent: true });
  items.push(...page.items);
  while (page.last) {
    page = await table.query({ pk, prefix: CARD, after: page.last });
    items.push(...page.items);
  }
  return items;
}

/** People at the company: present ones before past ones, the one to call first on top, then by weight and name. */
function people(items: readonly StoredItem[], now: Date) {
  const today = now.toISOString().slice(0, 10);
  const past = (link: ContactLink): boolean => link.to !== undefined && link.to < today;
  const order = ({ data: one }: Stored<ContactLink>, { data: other }: Stored<ContactLink>): number =>
    Number(past(one)) - Number(past(other)) ||
    Number(other.primary ?? false) - Number(one.primary ?? false) ||
    (other.influence ?? 0) - (one.influence ?? 0) ||
    one.contact.name.localeCompare(other.contact.name, 'ru');
  return items
    .filter(({ kind }) => kind === contactLinkItem.kind)
    .map((item) => readItem(contactLinkItem, item))
    .filter(({ data }) => data.contact.deletedAt === undefined)
    .sort(order)
    .map(({ data, version }) => ({ ...data, version }));
}

async function relations(table: Table, context: RequestContext, items: readonly StoredItem[]) {
  const related = items
    .filter(({ kind }) => kind === relationItem.kind)
    .map((item) => readItem(relationItem, item).data);
  const companies = await visibleCompanies(
    table,
    context,
    related.map(({ companyId }) => companyId),
  );
  return related.flatMap((relation) => {
    const company = companies.get(relation.companyId);
    return company ? [{ ...relation, name: company.name }] : [];
  });
}
