import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { expect, onTestFinished, test } from 'vitest';
import type { StoredItem } from '../../functions/runtime/table/item.ts';
import { type KillableEngine, startKillableEngine } from '../equipment/killable-engine.ts';
import { connect, createTable } from '../equipment/table.ts';
import { addTenant, tableLayer } from '../equipment/tenant-bed.ts';
import { callApi, type Outcome } from './api-calls.ts';
import { beginCompany, type Deed, nextDeed, tracesOf } from './deeds.ts';
import { ROUTES } from './path-bed.ts';
import { allItems } from './stage.ts';

const ROUNDS = 4;
const WORKERS = 8;

/** An organisation on an engine that dies, and the API in front of it. */
async function killableApi() {
  const engine = await startKillableEngine();
  onTestFinished(engine.dispose);
  const { name } = await createTable(engine.endpoint, { stream: false });
  const { admin } = await addTenant(engine.endpoint, name);
  const table = tableLayer(engine.endpoint, name);
  return {
    engine,
    call: ({ route, params, body, key, at }: Deed): Promise<Outcome> => {
      const parts = { ...(params ? { params } : {}), ...(body ? { body } : {}) };
      return callApi(table, { route: ROUTES[route], caller: admin.email, ...parts }, { key, now: at });
    },
    items: () => allItems(connect(engine.endpoint), name),
    onFeed: async (): Promise<number> => {
      const { document } = connect(engine.endpoint);
      const scan = new ScanCommand({ TableName: name, IndexName: 'feed', Select: 'COUNT' });
      return (await document.send(scan)).Count ?? 0;
    },
  };
}

type Api = Awaited<ReturnType<typeof killableApi>>;

const idOf = ({ body }: Outcome): string =>
  typeof body === 'object' && body !== null && 'id' in body ? String(body.id) : '';

/** Works on a company of its own until the engine is gone; every deed is noted before it is done. */
async function work(call: Api['call'], deeds: Deed[], acknowledged: () => void): Promise<void> {
  const perform = async (deed: Deed): Promise<Outcome> => {
    deeds.push(deed);
    deed.outcome = await call(deed);
    if (deed.outcome.status < 300) acknowledged();
    return deed.outcome;
  };
  const company = await perform(beginCompany());
  let { status } = company;
  for (let turn = 0; status < 300; turn += 1) ({ status } = await perform(nextDeed(idOf(company), turn)));
}

/** Lets workers write, and kills the engine in the midst of it, after so many acknowledged deeds. */
async function killInTheMidst(api: Api, engine: KillableEngine, after: number): Promise<Deed[]> {
  const deeds: Deed[] = [];
  const enough = Promise.withResolvers<void>();
  let count = 0;
  const acknowledged = (): void => {
    count += 1;
    if (count === after) enough.resolve();
  };
  const workers = Array.from({ length: WORKERS }, () => work(api.call, deeds, acknowledged));
  await Promise.race([enough.promise, Promise.all(workers)]);
  await engine.kill();
  await Promise.all(workers);
  return deeds;
}

const done = ({ outcome }: Deed): boolean => outcome !== undefined && outcome.status < 300;

/** Each deed with what it left, where that is neither all of it nor, as far as it may be, nothing. */
const broken = (deeds: readonly Deed[], items: readonly StoredItem[], mayBeMissing: boolean) =>
  deeds
    .map((deed) => ({ deed: deed.route, at: deed.at, whole: deed.whole, found: tracesOf(deed, items) }))
    .filter(({ whole, found }) => found !== whole && !(mayBeMissing && found === ''));

/** Companies whose version or last change does not follow from their chronology. */
function unlikeTheirChronology(items: readonly StoredItem[]): string[] {
  const changes = items.filter(({ kind, data }) => kind === 'timeline' && data['kind'] === 'changed');
  return items
    .filter(({ kind }) => kind === 'company')
    .filter(({ pk, version, data }) => {
      const own = changes
        .filter((entry) => entry.pk === pk)
        .sort((one, other) => (one.sk < other.sk ? -1 : 1));
      const last = own.at(-1)?.data['changes'];
      const stands =
        last === undefined || JSON.stringify(last).includes(`"to":${JSON.stringify(data['tags'])}`);
      return version !== own.length + 1 || !stands;
    })
    .map(({ pk }) => pk);
}

test('an engine killed in the midst of requests loses nothing acknowledged and keeps nothing by half', async () => {
  const api = await killableApi();
  const deeds: Deed[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    const after = 10 + Math.floor(Math.random() * 90);
    const during = await killInTheMidst(api, api.engine, after);
    deeds.push(...during);
    const lost = during.filter((deed) => !done(deed));
    const message = `round ${round}, killed after ${after} deeds`;
    expect(lost.length, message).toBeGreaterThan(0);
    expect(new Set(lost.map(({ outcome }) => outcome?.code)), message).toEqual(
      new Set(['engine.unavailable']),
    );
    await api.engine.restart();

    const items = await api.items();
    expect(broken(deeds.filter(done), items, false), message).toEqual([]);
    expect(broken(lost, items, true), message).toEqual([]);
    expect(unlikeTheirChronology(items), message).toEqual([]);
    expect(await api.onFeed(), message).toBe(items.filter(({ feedPk }) => feedPk !== undefined).length);

    // What was not acknowledged is asked for again, and so are some of those that were.
    for (const deed of [...lost, ...during.filter(done).slice(-WORKERS)]) {
      const before = deed.outcome;
      deed.outcome = await api.call(deed);
      expect(deed.outcome.status, message).toBeLessThan(300);
      if (before !== undefined && before.status < 300 && deed.route !== 'changeCompany') {
        expect(deed.outcome, message).toEqual({ ...before, replayed: true });
      }
    }
    const repeated = await api.items();
    expect(broken(deeds, repeated, false), message).toEqual([]);
    expect(unlikeTheirChronology(repeated), message).toEqual([]);
  }
}, 90_000);
