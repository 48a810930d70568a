import { type CardRights, mayChange, mayNote } from '../../shared/access.ts';
import type { Subject } from '../../shared/clients/timeline.ts';
import type { RequestContext } from '../runtime/request.ts';
import type { Table } from '../runtime/table/table.ts';
import { findCompany } from './company-store.ts';
import { findContact, mayChangeContact } from './contact-store.ts';

/**
 * What the caller may do with a card that the caller sees.
 *
 * @throws KartotekaError `company.not-found` or `contact.not-found` where there is none, or it is deleted, or not to be seen
 */
export async function rightsOnCard(
  table: Table,
  context: RequestContext,
  subject: Subject,
): Promise<CardRights> {
  const { caller } = context;
  if (subject.type === 'company') {
    const { data } = await findCompany(table, context, subject.id);
    return { mayNote: mayNote(caller, data), mayChange: mayChange(caller, data) };
  }
  const found = await findContact(table, context, subject.id);
  const records = [found.contact.data, ...found.companies.values()];
  return {
    mayNote: records.some((record) => mayNote(caller, record)),
    mayChange: mayChangeContact(context, found),
  };
}
