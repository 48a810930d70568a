import { KartotekaError } from '../../shared/errors.ts';
import { VerifiedTenant } from '../../shared/verified-tenant.ts';
import { withoutItems } from '../runtime/log.ts';
import { toKartotekaError } from '../runtime/problem.ts';
import { answer, preparing } from './answering.ts';
import { thaw } from './frozen.ts';
import { keepSnapshot } from './keeping.ts';
import { type OpenTenant, openTenant, placeOf, type QueryDependencies } from './opening.ts';
import { type KeptSnapshot, OLD_SNAPSHOT_MS, type Problem, questionSchema, type Reply } from './question.ts';
import { createSlot } from './slots.ts';
import { readManifest } from './snapshot.ts';

/** What the service tells of an invocation. */
export interface InvocationContext {
  /** The tenant for whom the environment was made: Lambda lets no other into it. */
  readonly tenantId?: string;
}

/**
 * The handler of the query function. An environment serves one tenant for as long as it lives, and keeps that tenant's copy.
 */
export function createQueryHandler(deps: QueryDependencies) {
  const slot = createSlot({ table: deps.table, perTenant: deps.environmentsPerTenant });
  let opened: { readonly tenantId: string; readonly tenant: Promise<OpenTenant> } | undefined;

  const open = (tenant: VerifiedTenant): Promise<OpenTenant> => {
    if (opened !== undefined && opened.tenantId !== tenant.id)
      throw new Error('An environment of one tenant was invoked for another.');
    const known = opened?.tenant ?? openTenant(deps, tenant);
    opened = { tenantId: tenant.id, tenant: known };
    // What could not be opened is tried again by the next question.
    known.catch(() => {
      opened = undefined;
    });
    return known;
  };

  /** Whatever state a fault has left the copy in, the next question begins anew. */
  const abandon = (): void => {
    opened?.tenant.then(
      ({ following }) => following.copy.close(),
      () => undefined,
    );
    opened = undefined;
  };

  const reply = async (event: unknown, { tenantId }: InvocationContext): Promise<Reply> => {
    const question = questionSchema.parse(event);
    if (tenantId === undefined) throw new Error('The query function is invoked for a tenant only.');
    // The service sets it from what our own functions say of a verified caller: nobody else may invoke this function.
    const tenant = new VerifiedTenant(tenantId, question.feedShards);
    let snapshotWanted = false;
    if (question.kind === 'thaw') {
      await thaw(placeOf(deps, tenant), question.key);
      return { answer: null, snapshotWanted: false };
    }
    try {
      if (!(await slot.hold(tenant))) throw busy();
      const current = await open(tenant);
      snapshotWanted =
        current.snapshotAt === undefined || Date.now() - current.snapshotAt.getTime() > OLD_SNAPSHOT_MS;
      if (question.kind === 'snapshot') {
        const kept = await snapshotUnlessRecent(current, question, deps.logger);
        return { answer: kept, snapshotWanted: false };
      }
      return { answer: await answer(current, question, tenant), snapshotWanted };
    } catch (error) {
      // Nobody waits for it: Lambda tries again.
      if (question.kind === 'snapshot') throw error;
      const known = toKartotekaError(error);
      if (known.kind === 'internal') {
        abandon();
        deps.logger.error('a question failed', { error: withoutItems(known.cause ?? known) });
      }
      return { problem: problemOf(known), snapshotWanted: snapshotWanted || known.code === preparing().code };
    }
  };

  // The service gives an environment one event after the other, and the tables of one question are in the way of another.
  let before: Promise<unknown> = Promise.resolve();
  return (event: unknown, context: InvocationContext): Promise<Reply> => {
    const next = before.then(() => reply(event, context));
    before = next.catch(() => undefined);
    return next;
  };
}

/** Another question may have found it wanting, too, and another environment may have made it. */
async function snapshotUnlessRecent(
  opened: OpenTenant,
  { withinMs, olderThanMs = 0 }: { readonly withinMs: number; readonly olderThanMs?: number | undefined },
  logger: QueryDependencies['logger'],
): Promise<KeptSnapshot> {
  const last = await readManifest(opened.place).catch(() => undefined);
  if (last === undefined || Date.parse(last.at) + olderThanMs < Date.now())
    return keepSnapshot(opened, withinMs, logger);
  return { complete: true, rows: 0, bytes: 0 };
}

const busy = (): KartotekaError =>
  new KartotekaError('unavailable', 'search.busy', 'Too much is being asked at this moment: ask again.', {
    retryAfter: 1,
  });

const problemOf = ({ kind, code, message, issues, retryAfter }: KartotekaError): Problem => ({
  kind,
  code,
  message,
  ...(issues.length === 0 ? {} : { issues }),
  ...(retryAfter === undefined ? {} : { retryAfter }),
});
