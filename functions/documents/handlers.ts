import type { Subject } from '../../shared/clients/timeline.ts';
import type { documentRoutes } from '../../shared/documents/routes.ts';
import type { Cursors } from '../runtime/cursor.ts';
import type { Files } from '../runtime/files/files.ts';
import type { RouteHandlers } from '../runtime/http.ts';
import type { RequestContext } from '../runtime/request.ts';
import type { Table } from '../runtime/table/table.ts';
import { onCurrent } from '../runtime/versions.ts';
import { announce } from './announcing.ts';
import { complete } from './completing.ts';
import { findDocument } from './finding.ts';
import { judge } from './judging.ts';
import { type DownloadRules, download, list } from './reading.ts';
import { remove } from './removing.ts';

export interface DocumentDependencies {
  readonly table: Table;
  readonly cursors: Cursors;
  readonly files: Files;
  readonly downloads: DownloadRules;
}

type Handlers = RouteHandlers<typeof documentRoutes>;

/** A handler for every route of the documents capability. */
export function createDocumentHandlers(deps: DocumentDependencies): Handlers {
  const company = handlersFor('company', deps);
  const contact = handlersFor('contact', deps);
  return {
    createCompanyDocument: company.create,
    completeCompanyDocument: company.complete,
    listCompanyDocuments: company.list,
    readCompanyDocument: company.read,
    downloadCompanyDocument: company.download,
    judgeCompanyDocument: company.judge,
    removeCompanyDocument: company.remove,
    createContactDocument: contact.create,
    completeContactDocument: contact.complete,
    listContactDocuments: contact.list,
    readContactDocument: contact.read,
    downloadContactDocument: contact.download,
    judgeContactDocument: contact.judge,
    removeContactDocument: contact.remove,
  };
}

/** The handlers of one kind of card. The rows of both kinds differ in their addresses alone. */
interface HandlersOfCard {
  readonly create: On<'createCompanyDocument'>;
  readonly complete: On<'completeCompanyDocument'>;
  readonly list: On<'listCompanyDocuments'>;
  readonly read: On<'readCompanyDocument'>;
  readonly download: On<'downloadCompanyDocument'>;
  readonly judge: On<'judgeCompanyDocument'>;
  readonly remove: On<'removeCompanyDocument'>;
}

type On<Id extends keyof Handlers> = (
  input: Pick<Parameters<Handlers[Id]>[0], 'params' | 'query' | 'body'>,
  context: RequestContext,
) => ReturnType<Handlers[Id]>;

function handlersFor(
  type: Subject['type'],
  { table, cursors, files, downloads }: DocumentDependencies,
): HandlersOfCard {
  const card = ({ id }: { readonly id: string }): Subject => ({ type, id });
  return {
    create: ({ params, body }, context) => announce(table, files, context, card(params), body),
    complete: ({ params }, context) =>
      complete({ table, files, context, subject: card(params), id: params.documentId }),
    list: async ({ params, query }, context) => ({
      status: 200,
      body: await list(table, cursors, context, card(params), query),
    }),
    read: async ({ params }, context) => {
      const { document } = await findDocument(table, context, card(params), params.documentId);
      return { status: 200, body: document.data };
    },
    download: async ({ params }, context) => ({
      status: 200,
      body: await download(table, files, context, card(params), params.documentId, downloads),
    }),
    judge: ({ params, body }, context) =>
      onCurrent(() => judge(table, context, card(params), params.documentId, body)),
    remove: ({ params }, context) => onCurrent(() => remove(table, context, card(params), params.documentId)),
  };
}
