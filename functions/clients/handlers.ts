import type { clientRoutes } from '../../shared/clients/routes.ts';
import type { Cursors } from '../runtime/cursor.ts';
import type { RouteHandlers } from '../runtime/http.ts';
import type { Table } from '../runtime/table/table.ts';
import { createCard } from './card.ts';
import { createCompanies } from './companies.ts';
import { createContacts } from './contacts.ts';
import { createLinks } from './links.ts';
import { createLookup } from './lookup.ts';
import { createRelations } from './relations.ts';
import { createTimeline } from './timeline.ts';

export interface ClientDependencies {
  readonly table: Table;
  readonly cursors: Cursors;
}

/** A handler for every route of the clients capability. */
export const createClientHandlers = ({
  table,
  cursors,
}: ClientDependencies): RouteHandlers<typeof clientRoutes> => ({
  ...createCompanies(table),
  ...createContacts(table),
  ...createLinks(table),
  ...createRelations(table),
  ...createTimeline(table, cursors),
  ...createCard(table, cursors),
  ...createLookup(table),
});
