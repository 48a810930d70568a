import { mayImport } from '../../shared/access.ts';
import { KartotekaError } from '../../shared/errors.ts';
import { type Import, NO_PROGRESS } from '../../shared/imports/import.ts';
import type { importRoutes } from '../../shared/imports/routes.ts';
import { Change, replayAfter } from '../runtime/change.ts';
import type { Cursors } from '../runtime/cursor.ts';
import { ADDRESS_SECONDS } from '../runtime/files/files.ts';
import type { RouteHandlers } from '../runtime/http.ts';
import type { Answer, RequestContext } from '../runtime/request.ts';
import { readItem } from '../runtime/table/item.ts';
import type { Table } from '../runtime/table/table.ts';
import { importFile, importItem, importKey, importPrefix, importsPartition } from './import-item.ts';
import { findOwnImport, putImport, requireState, viewImport } from './import-store.ts';
import { type ImportDependencies, newImport } from './imports.ts';
import { rejectedFile } from './rejected-rows.ts';

type Handlers = Pick<
  RouteHandlers<typeof importRoutes>,
  'createImport' | 'listImports' | 'readImportUpload' | 'readRejectedRows'
>;

/** The routes by which an import's files come and go, and its list. */
export function createImportFiles({ table, files }: ImportDependencies, cursors: Cursors): Handlers {
  const uploadOf = async (
    { caller, now }: RequestContext,
    { id, bytes, sha256 }: Pick<Import, 'id' | 'bytes' | 'sha256'>,
  ) => {
    const { url, headers } = await files.uploadAddress(
      importFile(caller.tenant, id),
      {
        contentType: 'text/csv',
        bytes,
        ...(sha256 === undefined ? {} : { sha256 }),
      },
      now,
    );
    return { method: 'PUT' as const, url, headers: { ...headers }, expiresAt: expiry(now) };
  };
  return {
    createImport: async ({ body }, context) => {
      // Signed for each answer anew: a stored address would soon be stale, and it is a key.
      const withAddress = async (answer: Answer<View>) => {
        const view = bodyOf(answer);
        return { ...answer, body: { ...view, upload: await uploadOf(context, view) } };
      };
      try {
        return await withAddress(await begin(table, context, body));
      } catch (error) {
        // The runtime would repeat the stored answer as it is.
        const replay = await replayAfter(error, table, context);
        if (replay) return withAddress(replay as Answer<View>);
        throw error;
      }
    },
    listImports: async ({ query }, context) => {
      const { caller, now } = context;
      const after =
        query.cursor === undefined ? undefined : await cursors.open(context, 'imports', query.cursor);
      const page = await table.query({
        pk: importsPartition(caller.tenant),
        prefix: importPrefix,
        descending: true,
        limit: query.limit,
        ...(after === undefined ? {} : { after: importKey(caller.tenant, after) }),
      });
      const read = page.items.map((item) => readItem(importItem, item));
      const imports = read
        .filter(({ data }) => mayImport(caller, data.createdBy))
        .map((stored) => viewImport(stored, now));
      // The next page begins behind what was looked at, be it the caller's or not.
      const last = page.last && read.at(-1)?.data.id;
      const next = last === undefined ? {} : { next: await cursors.seal(context, 'imports', last) };
      return { status: 200, body: { imports, ...next } };
    },
    readImportUpload: async ({ params }, context) => {
      const { data } = await findOwnImport(table, context.caller, params.id);
      requireState(data, ['awaiting-upload', 'failed'], 'its file is here already.');
      return { status: 200, body: await uploadOf(context, data) };
    },
    readRejectedRows: async ({ params }, { caller, now }) => {
      const { data } = await findOwnImport(table, caller, params.id);
      const { rows } = data.run ?? data.dryRun ?? NO_PROGRESS;
      const key = rejectedFile(caller.tenant, data);
      if (data.finishedAt === undefined || rows.rejected === 0) {
        throw nothingRejected('none was refused, or it is still being worked on.');
      }
      if (!(await files.find(key))) {
        const todo =
          'ask again in a minute. If they are not there then, nobody worked on the import when it was cancelled: ' +
          'import the list again, what was taken from it is found and not made twice.';
        throw nothingRejected(`they are being put together: ${todo}`);
      }
      const fileName = `${data.fileName.replace(/\.csv$/i, '')}-rejected.csv`;
      const url = await files.downloadAddress(key, { fileName, contentType: 'text/csv; charset=utf-8' });
      return { status: 200, body: { url, expiresAt: expiry(now), rows: rows.rejected } };
    },
  };
}

const nothingRejected = (why: string): KartotekaError =>
  new KartotekaError('not-found', 'import.nothing-rejected', `There are no refused rows to fetch: ${why}`);

type View = ReturnType<typeof viewImport>;

function begin(
  table: Table,
  context: RequestContext,
  body: Pick<Import, 'fileName' | 'bytes' | 'sha256'>,
): Promise<Answer<View>> {
  const data = newImport(context, body);
  return new Change(context)
    .add(putImport(context.caller.tenant, data, undefined, context.now))
    .commit(table, {
      status: 201,
      body: viewImport({ data, version: 1 }, context.now),
      version: 1,
      location: `/imports/${data.id}`,
    });
}

function bodyOf({ body }: Answer<View>): View {
  if (!body) throw new Error('The answer to a new import was stored without it.');
  return body;
}

const expiry = (now: Date): string => new Date(now.getTime() + ADDRESS_SECONDS * 1000).toISOString();
