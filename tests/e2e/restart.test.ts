import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../equipment/eventually.ts';
import { freePort } from '../equipment/free-port.ts';
import { callerOf, expectStatus, startRunningStack } from './running-stack.ts';
import { ended, startAsNewcomer } from './started-stack.ts';

let dataDir: string;
let port: number;
let child: ChildProcess | undefined;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'kartoteka-restart-'));
  port = await freePort();
});

afterAll(async () => {
  child?.kill('SIGKILL');
  await rm(dataDir, { recursive: true, force: true });
});

async function start(): Promise<ChildProcess> {
  child = await startAsNewcomer(port, dataDir);
  return child;
}

describe('the stack of one machine', () => {
  it('loses nothing that it acknowledged to a kill -9 in the middle of writes', {
    timeout: 120_000,
  }, async () => {
    const running = await startRunningStack({ port, dataDir });
    const { admin } = await running.provision('ООО «Ромашка»');
    await running.stop();

    const first = await start();
    const call = callerOf(`http://localhost:${port}`);
    const { token } = admin;
    const acknowledged: string[] = [];
    const writing = Array.from({ length: 40 }, async (_, n) => {
      const answer = await call('POST', '/api/v1/companies', { token, body: { name: `Клиент ${n}` } });
      if (answer.status === 201) acknowledged.push(answer.body.id);
      if (acknowledged.length === 15) first.kill('SIGKILL');
    });
    await Promise.allSettled(writing);
    await ended(first);
    expect(acknowledged.length).toBeGreaterThanOrEqual(15);

    const second = await start();
    for (const id of acknowledged) {
      const card = await expectStatus(call('GET', `/api/v1/companies/${id}/card`, { token }), 200);
      expect(card.body.timeline.entries).toMatchObject([{ kind: 'created' }]);
    }
    const found = async (): Promise<string[]> => {
      const body = { fields: ['id'], limit: 100 };
      const page = await expectStatus(call('POST', '/api/v1/companies/search', { token, body }), 200);
      return page.body.rows.map((row: { readonly id: string }) => row.id);
    };
    expect(await found()).toEqual(expect.arrayContaining(acknowledged));
    const [id = ''] = acknowledged;
    await expectStatus(
      call('POST', `/api/v1/companies/${id}/notes`, { token, body: { text: 'После сбоя' } }),
      201,
    );
    second.kill('SIGINT');
    await ended(second);
    expect(second.exitCode).toBe(0);

    await start();
    expect(await found()).toEqual(expect.arrayContaining(acknowledged));
    // The event of the note was published before or is published now: nothing that was written is forgotten.
    await eventually(
      async () => {
        const { body } = await call('GET', `/api/v1/companies/${id}/card`, { token });
        expect(body.stats).toMatchObject({ notes: 1 });
      },
      { deadline: 15_000 },
    );
  });
});
