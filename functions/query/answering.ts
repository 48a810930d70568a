import { sightOf } from '../../shared/access.ts';
import { invalidQuestion, KartotekaError } from '../../shared/errors.ts';
import {
  type AskingContext,
  type Binding,
  bindAggregate,
  bindSearch,
} from '../../shared/search/bind-question.ts';
import { EVERYTHING } from '../../shared/search/bound-filter.ts';
import type { BoundSearch } from '../../shared/search/bound-question.ts';
import { OBJECTS } from '../../shared/search/objects.ts';
import type { Cell } from '../../shared/search/question.ts';
import { tenantPartition, type VerifiedTenant } from '../../shared/table.ts';
import { aggregate } from './aggregating.ts';
import { freeze } from './frozen.ts';
import { withinLimits } from './limits.ts';
import { nameRecords } from './naming.ts';
import type { OpenTenant } from './opening.ts';
import type { Asking, SearchAnswer } from './question.ts';
import { keepList, placedRows, readList } from './row-list.ts';
import { type Choice, countRows, findPage, prepareChoice } from './searching.ts';
import type { TenantCopy } from './tenant-copy.ts';

/** Facets show so many values. */
const FACET_VALUES = 20;
/** Lambda sends back 6 MB at most, and what is around the answer is in it. */
const MAX_REPLY_BYTES = 5_500_000;

/** Answers one question from a copy that was brought up to date. */
export async function answer(opened: OpenTenant, asking: Asking, tenant: VerifiedTenant): Promise<unknown> {
  const until = Date.now() + asking.withinMs;
  await catchUp(opened.following, asking, tenant);
  const { copy } = opened.following;
  const left = Math.max(100, until - Date.now());
  try {
    return await withinLimits(copy, left, () => answerFrom(opened, asking));
  } finally {
    await copy.forgetPassing();
  }
}

async function answerFrom(opened: OpenTenant, asking: Asking): Promise<unknown> {
  const { copy } = opened.following;
  const context = contextOf(asking);
  const object = OBJECTS[asking.object];
  const frozen = await opened.frozen.tablesOf(asking.selections);
  switch (asking.kind) {
    case 'aggregate': {
      const bound = boundOrRefused(bindAggregate(object, asking.input, context));
      const measured = bound.measures.map(({ where }) => where);
      return withinReply(
        await aggregate(copy, await prepareChoice(copy, bound, { frozen, measured }), bound),
      );
    }
    case 'freeze': {
      const bound = boundOrRefused(bindSearch(object, { ...asking.input, limit: 1 }, context));
      return freeze(copy, opened.place, asking.selection, await prepareChoice(copy, bound, { frozen }));
    }
    case 'list': {
      const bound = boundOrRefused(bindSearch(object, { ...asking.input, limit: 1 }, context));
      return keepList(copy, opened.place, await prepareChoice(copy, bound, { frozen }), bound);
    }
    case 'listed': {
      const { input, from, list } = asking;
      const bound = boundOrRefused(
        bindSearch(object, { fields: input.fields, typos: false, limit: 1 }, context),
      );
      const table = await opened.frozen.listOf(list, (file) => placedRows(object, file));
      return withinReply(await readList(copy, table, bound, { from, limit: input.limit, count: list.count }));
    }
    case 'names':
      return withinReply(await nameRecords(copy, object, sightOf(asking.asker), asking.ids));
    case 'search': {
      const bound = boundOrRefused(bindSearch(object, asking.input, context));
      return search(opened, asking, bound, await prepareChoice(copy, bound, { frozen }));
    }
  }
}

const contextOf = (asking: Asking): AskingContext => ({
  actor: asking.asker,
  userId: asking.asker.userId,
  teamIds: asking.asker.teamIds,
  now: new Date(asking.now),
  zone: asking.zone,
  currency: asking.currency,
  members: new Map(asking.members),
  selections: new Map(asking.selections),
});

type Searching = Extract<Asking, { kind: 'search' }>;

async function search(
  { following }: OpenTenant,
  { counted, after }: Searching,
  bound: BoundSearch,
  choice: Choice,
): Promise<SearchAnswer> {
  const total = counted ? await countRows(following.copy, choice) : undefined;
  const { rows, last } = await findPage(following.copy, choice, bound, after);
  const facets = await facetsOf(following, choice, bound);
  return withinReply({
    rows,
    total,
    ...(last === undefined ? {} : { last }),
    ...(facets === undefined ? {} : { facets }),
  });
}

/** @throws KartotekaError `search.answer-too-large` */
function withinReply<T>(answered: T): T {
  if (Buffer.byteLength(JSON.stringify(answered)) <= MAX_REPLY_BYTES) return answered;
  throw new KartotekaError(
    'malformed',
    'search.answer-too-large',
    'What is asked for is too long for one answer: ask for fewer rows, fields or groups.',
  );
}

/** @throws KartotekaError `search.preparing` while there is more to take in than the time allows */
async function catchUp(
  following: TenantCopy,
  { withinMs, written }: Asking,
  tenant: VerifiedTenant,
): Promise<void> {
  const signal = AbortSignal.timeout(withinMs);
  const keys = written.map(({ pk, sk, version }) => ({
    key: { pk: tenantPartition(tenant, pk), sk },
    version,
  }));
  try {
    await following.catchUp(keys, signal);
  } catch (error) {
    if (error !== signal.reason) throw error;
    throw preparing();
  }
}

export const preparing = (): KartotekaError =>
  new KartotekaError(
    'unavailable',
    'search.preparing',
    'Your cards are being made ready for searching: ask again in a few seconds.',
    { retryAfter: 5 },
  );

/** The API has checked the question before; what it overlooked is told all the same. */
function boundOrRefused<Bound>(binding: Binding<Bound>): Bound {
  if (binding.faults === undefined) return binding.bound;
  throw invalidQuestion(binding.faults);
}

async function facetsOf(
  { copy }: TenantCopy,
  choice: Choice,
  bound: BoundSearch,
): Promise<Record<string, { value: Cell; count: number }[]> | undefined> {
  if (bound.facets.length === 0) return undefined;
  const facets: Record<string, { value: Cell; count: number }[]> = {};
  for (const field of bound.facets) {
    const { groups } = await aggregate(copy, choice, {
      ...bound,
      groupBy: [{ field, top: FACET_VALUES }],
      measures: [{ measure: 'count', where: EVERYTHING }],
      order: 'measure',
      zone: 'UTC',
    });
    facets[field.path] = groups.flatMap(({ keys: [key], values: [count] }) =>
      key === undefined || key.rest ? [] : [{ value: key.value, count: Number(count) }],
    );
  }
  return facets;
}
