import { invalidQuestion, KartotekaError } from '../../shared/errors.ts';
import { type Binding, bindAggregate, bindSearch } from '../../shared/search/bind-question.ts';
import { EVERYTHING } from '../../shared/search/bound-filter.ts';
import type { BoundSearch } from '../../shared/search/bound-question.ts';
import { OBJECTS } from '../../shared/search/objects.ts';
import type { Cell } from '../../shared/search/question.ts';
import { tenantPartition, type VerifiedTenant } from '../../shared/table.ts';
import { aggregate } from './aggregating.ts';
import { freeze } from './frozen.ts';
import { withinLimits } from './limits.ts';
import type { OpenTenant } from './opening.ts';
import type { Asking } from './question.ts';
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
  const answering = withinLimits(copy, Math.max(100, until - Date.now()), async () => {
    const context = {
      actor: asking.asker,
      userId: asking.asker.userId,
      teamIds: asking.asker.teamIds,
      now: new Date(asking.now),
      zone: asking.zone,
      currency: asking.currency,
      members: new Map(asking.members),
      selections: new Map(asking.selections),
    };
    const object = OBJECTS[asking.object];
    const frozen = await opened.frozen.tablesOf(asking.selections);
    if (asking.kind === 'aggregate') {
      const bound = boundOrRefused(bindAggregate(object, asking.input, context));
      const measured = bound.measures.map(({ where }) => where);
      return withinReply(
        await aggregate(copy, await prepareChoice(copy, bound, { frozen, measured }), bound),
      );
    }
    if (asking.kind === 'freeze') {
      const bound = boundOrRefused(bindSearch(object, { ...asking.input, limit: 1 }, context));
      return freeze(copy, opened.place, asking.selection, await prepareChoice(copy, bound, { frozen }));
    }
    const bound = boundOrRefused(bindSearch(object, asking.input, context));
    const choice = await prepareChoice(copy, bound, { frozen });
    const total = asking.counted ? await countRows(copy, choice) : undefined;
    const { rows, last } = await findPage(copy, choice, bound, asking.after);
    const facets = await facetsOf(opened.following, choice, bound);
    return withinReply({
      rows,
      total,
      ...(last === undefined ? {} : { last }),
      ...(facets === undefined ? {} : { facets }),
    });
  });
  return answering.finally(() => copy.forgetPassing());
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
