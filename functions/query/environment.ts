import type { KartotekaError } from '../../shared/errors.ts';
import { VerifiedTenant } from '../../shared/verified-tenant.ts';
import { withoutItems } from '../runtime/log.ts';
import { toKartotekaError } from '../runtime/problem.ts';
import { answer, preparing } from './answering.ts';
import { keepSnapshot } from './keeping.ts';
import { type OpenTenant, openTenant, type QueryDependencies } from './opening.ts';
import { type Problem, questionSchema, type Reply } from './question.ts';

/** What the service tells of an invocation. */
export interface InvocationContext {
  /** The tenant for whom the environment was made: Lambda lets no other into it. */
  readonly tenantId?: string;
}

/** A snapshot so old makes cold starts slow, in milliseconds. */
const OLD_MS = 6 * 60 * 60_000;

/**
 * The handler of the query function. An environment serves one tenant for as long as it lives, and keeps that tenant's copy.
 */
export function createQueryHandler(deps: QueryDependencies) {
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

  return async (event: unknown, { tenantId }: InvocationContext): Promise<Reply> => {
    const question = questionSchema.parse(event);
    if (tenantId === undefined) throw new Error('The query function is invoked for a tenant only.');
    // The service sets it from what our own functions say of a verified caller: nobody else may invoke this function.
    const tenant = new VerifiedTenant(tenantId, question.feedShards);
    let snapshotWanted = false;
    try {
      const current = await open(tenant);
      snapshotWanted = current.snapshotAt === undefined || Date.now() - current.snapshotAt.getTime() > OLD_MS;
      if (question.kind === 'snapshot')
        return { answer: await keepSnapshot(current, question.withinMs, deps.logger), snapshotWanted: false };
      return { answer: await answer(current, question, tenant), snapshotWanted };
    } catch (error) {
      const known = toKartotekaError(error);
      if (known.kind === 'internal') {
        // Whatever state it left the copy in, the next question begins anew.
        opened = undefined;
        deps.logger.error('a question failed', { error: withoutItems(known.cause ?? known) });
      }
      return { problem: problemOf(known), snapshotWanted: snapshotWanted || known.code === preparing().code };
    }
  };
}

const problemOf = ({ kind, code, message, issues, retryAfter }: KartotekaError): Problem => ({
  kind,
  code,
  message,
  ...(issues.length === 0 ? {} : { issues }),
  ...(retryAfter === undefined ? {} : { retryAfter }),
});
