/** Holds a copy as an environment of the query function does, answers questions, and tells how long each took. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { answer } from '../../../functions/query/answering.ts';
import { openTenant } from '../../../functions/query/opening.ts';
import { questionSchema } from '../../../functions/query/question.ts';
import type { Table } from '../../../functions/runtime/table/table.ts';
import { VerifiedTenant } from '../../../shared/verified-tenant.ts';
import { askedOf } from './asked.ts';
import { type CaughtUp, type EnginePlace, measureCatchUp } from './catching-up.ts';
import { createFolderFiles } from './folder-files.ts';
import { type BaseSize, SHARDS } from './made-items.ts';

/** What the process is told, and what it tells. */
export interface MeasuringOrder {
  readonly folder: string;
  readonly tenantId: string;
  readonly size: BaseSize;
  /** Questions of each kind, at most. */
  readonly most: number;
  readonly engine: EnginePlace;
}
export interface Measured {
  readonly coldMs: number;
  readonly questions: readonly {
    readonly name: string;
    readonly ms: readonly number[];
    readonly found: number;
  }[];
  readonly caughtUp: CaughtUp;
  /** Bytes. */
  readonly resident: number;
}

/** A table in which nothing has changed. */
const unchanged = { query: async () => ({ items: [] }) } as unknown as Table;

async function measure({ folder, tenantId, size, most, engine }: MeasuringOrder): Promise<Measured> {
  const tenant = new VerifiedTenant(tenantId, SHARDS);
  const scratch = join(folder, 'scratch');
  mkdirSync(scratch, { recursive: true });
  const began = performance.now();
  const opened = await openTenant(
    {
      table: unchanged,
      files: createFolderFiles(folder),
      environmentsPerTenant: 1,
      logger: { info: () => undefined, warn: (...told) => console.error(...told), error: () => undefined },
      limits: { folder: scratch, memory: '2500MB', threads: 2 },
    },
    tenant,
  );
  const coldMs = performance.now() - began;
  if (opened.snapshotAt === undefined) throw new Error('The snapshot was not used.');
  const questions: { name: string; ms: number[]; found: number }[] = [];
  for (const { name, questions: asked } of askedOf(size)) {
    const parsed = asked.slice(0, most).map((question) => questionSchema.parse(question));
    const ask = async (question: (typeof parsed)[number]): Promise<number> => {
      if (question.kind === 'snapshot' || question.kind === 'thaw')
        throw new Error('A snapshot is no question.');
      const told = (await answer(opened, question, tenant)) as {
        total?: number;
        groups?: readonly unknown[];
      };
      return told.total ?? told.groups?.length ?? 0;
    };
    // Warm, as a environment is after its first questions.
    for (const question of parsed.slice(0, 10)) await ask(question);
    const ms: number[] = [];
    let found = 0;
    for (const question of parsed) {
      const start = performance.now();
      found += await ask(question);
      ms.push(performance.now() - start);
    }
    questions.push({ name, ms, found });
  }
  const caughtUp = await measureCatchUp(opened.following.copy, tenant, size, engine);
  return { coldMs, questions, caughtUp, resident: process.memoryUsage.rss() };
}

process.once('message', (order) => {
  measure(order as MeasuringOrder).then(
    (measured) => process.send?.(measured, () => process.exit(0)),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
