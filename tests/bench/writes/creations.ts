import { join } from 'node:path';
import type { RunningStack } from '../../e2e/running-stack.ts';
import { inFolder } from '../folder.ts';
import { startLoad } from '../load/load.ts';
import type { Use } from '../load/use.ts';
import { companyBody, phoneOf } from '../routes/client-base.ts';
import type { Effort, Findings, Section } from '../section.ts';
import { synthesizeForBench } from '../stack/assembly.ts';
import { layGround } from '../stack/ground.ts';
import { compareWrites } from './compare-writes.ts';
import { writeAim, writeTable } from './write-findings.ts';

/** As programs would that put a client base in through the API. */
const CONNECTIONS = 8;
const COMPANIES = 500;
/** Created before the clock runs, so that code is hot and environments are there. */
const WARM_UP = 200;

const creations = (from: number, count: number): Use[] =>
  Array.from({ length: count }, (_, index) => {
    const body = JSON.stringify(companyBody(`Лютик ${from + index}`, phoneOf(495, from + index)));
    return { steps: [[{ method: 'POST', path: '/api/v1/companies', body }]] };
  });

/** Creates some companies unmeasured, and gives the work that creates the others. */
async function prepare(running: RunningStack, admin: string, counts: Counts): Promise<() => Promise<void>> {
  const headers = {
    authorization: `Bearer ${await running.signIn(admin)}`,
    'content-type': 'application/json',
  };
  const load = startLoad({ target: running.stack.url, client: 'http', headers });
  await load.play(creations(0, counts.warmUp), CONNECTIONS);
  return async () => {
    await load.play(creations(counts.warmUp, counts.measured), CONNECTIONS);
    await load.stop();
  };
}

interface Counts {
  readonly warmUp: number;
  readonly measured: number;
}

async function run({ quick, note }: Effort): Promise<Findings> {
  const counts = quick ? { warmUp: 5, measured: 20 } : { warmUp: WARM_UP, measured: COMPANIES };
  const rounds = quick ? 1 : 3;
  const measured = await inFolder(async (folder) => {
    const assembly = await synthesizeForBench(note);
    const ground = await layGround(join(folder, 'ground'), assembly, async (running) => {
      const { admin } = await running.provision('Ромашка');
      return admin.email;
    });
    const work = {
      ground,
      prepare: (running: RunningStack, admin: string) => prepare(running, admin, counts),
      connections: CONNECTIONS,
    };
    return await compareWrites(work, { folder, rounds, note });
  });
  const made = { what: 'companies', count: counts.measured };
  return {
    tables: [
      writeTable(`${counts.measured} companies created on ${CONNECTIONS} connections`, measured, made),
    ],
    aims: [writeAim('companies created through the API', measured)],
    notes: [
      `Medians of ${rounds} rounds, each side on a fresh copy of the same data folder; ${counts.warmUp} companies are created unmeasured before.`,
      '"raw" sends the recorded transactions by the SDK’s own client, "wire" as bytes that are ready, so many at a time as the product has connections, each after those that it builds on. The stream is read, and subscribers’ requests are made, on all sides.',
    ],
  };
}

/** A client base put in through the API, next to the same transactions made raw. */
export const creationsSection: Section = {
  name: 'creations',
  about: 'companies created through the API next to the same transactions made raw',
  run,
};
