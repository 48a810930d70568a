import { setTimeout } from 'node:timers/promises';
import { fromEnv } from '@aws-sdk/credential-provider-env';
import { SignatureV4 } from '@smithy/signature-v4';
import { KartotekaError } from '../../shared/errors.ts';
import type { VerifiedTenant } from '../../shared/table.ts';
import type { Credentials } from '../runtime/files/signer.ts';
import { NodeSha256 } from '../runtime/node-sha256.ts';
import { type AnswerOf, OLD_SNAPSHOT_MS, type Question, type Reply } from './question.ts';

/** Where the query function answers. */
export interface QueryPlace {
  readonly functionName: string;
  readonly region: string;
  /** `AWS_ENDPOINT_URL_LAMBDA`: another service than AWS's own. */
  readonly endpoint?: string | undefined;
  /** By default those of the function's role, from its environment. */
  readonly credentials?: Credentials | undefined;
}

/** Asks the query function. */
export interface QueryClient {
  /**
   * The answer to a question. A question changes nothing, so one that met a fault in passing is asked once more while there is time.
   *
   * @throws KartotekaError what the function refuses with; `search.busy`, `search.unavailable` where it does not answer
   */
  ask<Q extends Question>(tenant: VerifiedTenant, question: Q): Promise<AnswerOf<Q>>;
  /** Has a question worked on in the background: Lambda tries again where that fails. @throws KartotekaError `search.unavailable` */
  tell(tenant: VerifiedTenant, question: Question): Promise<void>;
}

/** Beyond the time that the question itself may take, for the way there and back and an environment's start, in milliseconds. */
const OVERHEAD_MS = 3_000;
/** What is accepted to be worked on later is accepted at once, in milliseconds. */
const ACCEPT_MS = 4_000;
/** How long a snapshot may take that a question has found wanting, in milliseconds. */
const SNAPSHOT_MS = 840_000;
/** How often a tenant's snapshot is told to be wanting, in milliseconds. */
const TELL_AGAIN_MS = 600_000;
/** Tenants whose snapshots are remembered. */
const TOLD_ENTRIES = 2_000;
/** How long to wait where all environments of the tenant are at work, in milliseconds. */
const BUSY_MS = 150;

export function createQueryClient(place: QueryPlace): QueryClient {
  const invoke = createInvoke(place);

  async function replyTo(tenant: VerifiedTenant, question: Question): Promise<Reply> {
    const until = Date.now() + question.withinMs + OVERHEAD_MS;
    for (let faults = 0; ; ) {
      const left = until - Date.now();
      const reply = await invoke(tenant, question, 'RequestResponse', left).catch((error: unknown) => {
        faults += 1;
        if (faults > 1 || until - Date.now() < question.withinMs / 2) throw unavailable(error);
        return undefined;
      });
      const answered = reply && ((await reply.json()) as Reply);
      if (answered === undefined) continue;
      // Another environment is ready in a moment.
      const isBusy = 'problem' in answered && answered.problem.code === 'search.busy';
      if (!isBusy || until - Date.now() < question.withinMs / 2) return answered;
      await setTimeout(BUSY_MS);
    }
  }

  const tell: QueryClient['tell'] = async (tenant, question) => {
    await invoke(tenant, question, 'Event', ACCEPT_MS).catch((error: unknown) => {
      throw unavailable(error);
    });
  };

  const told = new Map<string, number>();
  /** A snapshot makes later questions quicker; the answer to this one does not depend on it. */
  const tellOfSnapshot = async (tenant: VerifiedTenant, olderThanMs: number): Promise<void> => {
    if ((told.get(tenant.id) ?? 0) > Date.now() - TELL_AGAIN_MS) return;
    if (told.size >= TOLD_ENTRIES) told.clear();
    told.set(tenant.id, Date.now());
    const { feedShards } = tenant;
    const question = {
      kind: 'snapshot',
      feedShards,
      withinMs: SNAPSHOT_MS,
      olderThanMs,
    } as const;
    await tell(tenant, question).catch(() => told.delete(tenant.id));
  };

  return {
    tell,
    ask: async <Q extends Question>(tenant: VerifiedTenant, question: Q) => {
      const reply = await replyTo(tenant, question);
      const isPreparing = 'problem' in reply && reply.problem.code === 'search.preparing';
      if (reply.snapshotWanted) await tellOfSnapshot(tenant, isPreparing ? 0 : OLD_SNAPSHOT_MS);
      if ('answer' in reply) return reply.answer as AnswerOf<Q>;
      const { kind, code, message, ...details } = reply.problem;
      throw new KartotekaError(kind, code, message, details);
    },
  };
}

const busy = (): KartotekaError =>
  new KartotekaError('unavailable', 'search.busy', 'Too much is being asked at this moment: ask again.', {
    retryAfter: 1,
  });

function unavailable(cause: unknown): KartotekaError {
  if (cause instanceof KartotekaError) return cause;
  return new KartotekaError(
    'unavailable',
    'search.unavailable',
    'The search does not answer at this moment: ask again in a few seconds.',
    { retryAfter: 5, cause },
  );
}

type Invoke = (
  tenant: VerifiedTenant,
  question: Question,
  type: 'RequestResponse' | 'Event',
  milliseconds: number,
) => Promise<Response>;

/** Lambda's Invoke over HTTPS: the SDK's client for it is larger than all the function's own code. Source: Lambda API reference. */
function createInvoke({ functionName, region, endpoint, credentials }: QueryPlace): Invoke {
  const base = new URL(endpoint ?? `https://lambda.${region}.amazonaws.com`);
  const signature = new SignatureV4({
    service: 'lambda',
    region,
    credentials: credentials ?? fromEnv(),
    sha256: NodeSha256,
  });
  const path = `/2015-03-31/functions/${encodeURIComponent(functionName)}/invocations`;
  return async (tenant, question, type, milliseconds) => {
    const body = JSON.stringify(question);
    const signed = await signature.sign({
      method: 'POST',
      protocol: base.protocol,
      hostname: base.hostname,
      ...(base.port === '' ? {} : { port: Number(base.port) }),
      path,
      query: {},
      headers: {
        host: base.host,
        'content-type': 'application/json',
        'x-amz-invocation-type': type,
        // Which environment answers: Lambda lets no other tenant into it.
        'x-amz-tenant-id': tenant.id,
      },
      body,
    });
    const { host: _, ...headers } = signed.headers;
    const signal = AbortSignal.timeout(Math.max(1, Math.round(milliseconds)));
    const response = await fetch(new URL(path, base), { method: 'POST', headers, body, signal });
    if (response.ok && !response.headers.has('x-amz-function-error')) return response;
    const told = await response.text();
    if (response.status === 429) throw busy();
    throw new Error(`The query function failed with ${response.status}: ${errorTypeOf(told)}`);
  };
}

/** What failed, without what it was about. */
function errorTypeOf(told: string): string {
  try {
    const { errorType, Type } = JSON.parse(told) as { errorType?: unknown; Type?: unknown };
    return String(errorType ?? Type ?? 'unknown');
  } catch {
    return 'unknown';
  }
}
