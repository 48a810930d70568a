import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBatchReads } from '../../functions/clients/service.ts';
import type { QueryClient } from '../../functions/query/client.ts';
import { createQueryHandler } from '../../functions/query/environment.ts';
import type { AnswerOf, Question } from '../../functions/query/question.ts';
import { createCursors } from '../../functions/runtime/cursor.ts';
import type { Files } from '../../functions/runtime/files/files.ts';
import type { Table } from '../../functions/runtime/table/table.ts';
import { createSearchHandlers } from '../../functions/search/handlers.ts';
import { createNames } from '../../functions/search/names.ts';
import { createRegistering } from '../../functions/search/registering.ts';
import { createNamedSelections } from '../../functions/search/selection-naming.ts';
import { KartotekaError } from '../../shared/errors.ts';

/** What a question environment needs, as tests have it. */
export interface SearchBedOptions {
  readonly table: Table;
  readonly files: Files;
  /** Of the thin function: what it asks of the table may be metered apart from the copy's own reading. */
  readonly thinTable?: Table;
  readonly memory?: string;
  readonly now?: () => Date;
}

/** The search function before query environments that live in this process, one for each tenant. */
export interface SearchBed {
  readonly search: ReturnType<typeof createSearchHandlers>;
  readonly query: QueryClient;
  /** Ends all environments: the next question begins cold. */
  forget(): void;
  /** Removes what environments have left on disk. */
  close(): void;
}

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

export function createSearchBed(options: SearchBedOptions): SearchBed {
  const folder = mkdtempSync(join(tmpdir(), 'kartoteka-search-bed-'));
  const environments = new Map<string, ReturnType<typeof createQueryHandler>>();
  const environmentOf = (tenantId: string) => {
    const known =
      environments.get(tenantId) ??
      createQueryHandler({
        table: options.table,
        files: options.files,
        logger: silent,
        environmentsPerTenant: 4,
        limits: { folder, memory: options.memory ?? '500MB', threads: 2 },
      });
    environments.set(tenantId, known);
    return known;
  };
  const query: QueryClient = {
    ask: async <Q extends Question>(tenant: { readonly id: string }, question: Q) => {
      // Over the wire and back, as Lambda takes it.
      const event: unknown = JSON.parse(JSON.stringify(question));
      const reply = await environmentOf(tenant.id)(event, { tenantId: tenant.id });
      if ('answer' in reply) return JSON.parse(JSON.stringify(reply.answer)) as AnswerOf<Q>;
      const { kind, code, message, ...details } = reply.problem;
      throw new KartotekaError(kind, code, message, details);
    },
    tell: async (tenant, question) => {
      await environmentOf(tenant.id)(JSON.parse(JSON.stringify(question)), { tenantId: tenant.id });
    },
  };
  const thin = options.thinTable ?? options.table;
  return {
    query,
    search: createSearchHandlers({
      query,
      cursors: createCursors(thin),
      records: createBatchReads(thin),
      registering: createRegistering(thin),
      names: createNames(thin, options.now ?? (() => new Date())),
      selections: createNamedSelections(thin),
      table: thin,
    }),
    forget: () => environments.clear(),
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
