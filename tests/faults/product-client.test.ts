import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test, vi } from 'vitest';
import { createDocumentClient, createTable } from '../../functions/runtime/table/table.ts';
import { type FaultProxy, startFaultProxy } from '../equipment/fault-proxy.ts';
import { type ApiCall, callApi } from './api-calls.ts';
import { effectOf } from './effects.ts';
import { createPathBed, NOW, type PathBed } from './path-bed.ts';

const KEYED_COMPANY = '+client.created.v1, +company, +company:created, +idempotency, +lookup x2';
const NEVER = new Promise<never>(() => undefined);

let bed: PathBed;
beforeAll(async () => {
  bed = await createPathBed(inject('dynamodbEndpoint'));
});
afterAll(() => vi.unstubAllEnvs());

/** The client as the functions build it, pointed at a proxy as the environment of a function does it. */
async function productTable() {
  const proxy = await startFaultProxy({ target: inject('dynamodbEndpoint') });
  onTestFinished(proxy.stop);
  for (const [name, value] of Object.entries({
    AWS_ENDPOINT_URL_DYNAMODB: proxy.endpoint,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  })) {
    vi.stubEnv(name, value);
  }
  const client = createDocumentClient();
  // It reads its environment when it is first asked.
  const table = createTable({ client, name: bed.tenant.tableName });
  await table.get({ pk: 'T#none', sk: 'none' });
  proxy.reset();
  return { proxy, table, client };
}

const company = (phone: string): ApiCall =>
  bed.call('createCompany', { body: { name: 'Ромашка', phones: [phone] } });

/** What a phone's company did to the table, as far as the phone tells it from the others. */
async function effectOfCompany(id: string, key: string): Promise<string> {
  const items = await bed.items();
  return effectOf(
    [],
    items.filter((item) => JSON.stringify(item).includes(id) || item.sk === key),
  );
}

const idOf = (body: unknown): string =>
  typeof body === 'object' && body !== null && 'id' in body ? String(body.id) : 'none';

const transactions = (proxy: FaultProxy) =>
  proxy.calls.filter(({ operation }) => operation === 'TransactWriteItems');

/** The client's own patience, four times 4 s, would only make the test longer. */
function cutPatience(handler: object): void {
  if (!('updateHttpClientConfig' in handler) || typeof handler.updateHttpClientConfig !== 'function') {
    throw new Error('The SDK takes its time limits otherwise now.');
  }
  handler.updateHttpClientConfig('requestTimeout', 100);
}

describe('the client of the product', () => {
  test('does not wait for a reply that never comes, and writes once', async () => {
    const { proxy, table } = await productTable();
    proxy.rule({ on: 'TransactWriteItems', nth: 1, fault: { kind: 'delay', until: NEVER, hold: 'reply' } });
    const key = 'reply-never-comes';
    const answer = await callApi(table, company('+7 495 000-00-01'), { now: NOW, key });
    expect(answer).toMatchObject({ status: 201, replayed: false });
    expect(transactions(proxy).map(({ attempt }) => attempt)).toEqual([1, 2]);
    expect(await effectOfCompany(idOf(answer.body), key)).toBe(KEYED_COMPANY);
  });

  test('leaves time to say that it ran out, and a repeat gets what was done meanwhile', async () => {
    const { proxy, table } = await productTable();
    const rule = proxy.rule({
      on: 'TransactWriteItems',
      fault: { kind: 'delay', until: NEVER, hold: 'reply' },
    });
    const key = 'time-runs-out';
    const began = performance.now();
    const call = company('+7 495 000-00-02');
    const answer = await callApi(table, call, { now: NOW, key, remaining: 3_000 });
    expect(performance.now() - began).toBeLessThan(3_000);
    expect(answer).toMatchObject({ status: 503, code: 'time.ran-out', retryAfter: 2 });
    rule.remove();
    const again = await callApi(table, call, { now: NOW, key });
    expect(again).toMatchObject({ status: 201, replayed: true });
    expect(await effectOfCompany(idOf(again.body), key)).toBe(KEYED_COMPANY);
  });

  test('gives up when no try is answered', async () => {
    const { proxy, table, client } = await productTable();
    cutPatience(client.config.requestHandler);
    proxy.rule({ on: 'TransactWriteItems', fault: { kind: 'delay', until: NEVER } });
    const answer = await callApi(table, company('+7 495 000-00-03'), { now: NOW, key: 'no-answer' });
    expect(answer).toMatchObject({ status: 503, code: 'engine.unavailable', retryAfter: 2 });
    expect(transactions(proxy)).toHaveLength(4);
  });

  test('gives up soon when nobody listens', async () => {
    const { proxy, table } = await productTable();
    await proxy.stop();
    const answer = await callApi(table, company('+7 495 000-00-04'), { now: NOW, key: 'nobody' });
    expect(answer).toMatchObject({ status: 503, code: 'engine.unavailable', retryAfter: 2 });
  });

  test('rides over throttling, and over conflicts with waits of its own', async () => {
    const { proxy, table } = await productTable();
    proxy.rule({ on: 'Query', nth: 1, fault: { kind: 'throttle' } });
    proxy.rule({ on: 'TransactWriteItems', nth: [1, 2], fault: { kind: 'throttle' } });
    proxy.rule({ on: 'TransactWriteItems', nth: [3, 4], fault: { kind: 'conflict', at: [1] } });
    const key = 'ridden-over';
    const answer = await callApi(table, company('+7 495 000-00-05'), { now: NOW, key });
    expect(answer).toMatchObject({ status: 201, replayed: false });
    expect(await effectOfCompany(idOf(answer.body), key)).toBe(KEYED_COMPANY);
  });
});
