import { beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import * as z from 'zod';
import { ADMINS } from '../../shared/access.ts';
import { notFound } from '../../shared/errors.ts';
import { defineRoutes } from '../../shared/route.ts';
import { type HttpRequest, httpApiEvent } from '../../tests/equipment/http-api-event.ts';
import { KeepingLogger, lambdaContext } from '../../tests/equipment/lambda.ts';
import { createTenantBed, type TenantBed } from '../../tests/equipment/tenant-bed.ts';
import { createCallers, identityHash } from './caller.ts';
import { Change, newId } from './change.ts';
import { createHttpHandler, type RouteHandlers } from './http.ts';
import { shareOf } from './rate-limit.ts';
import type { IdentityContext, RequestContext } from './request.ts';
import type { Table } from './table/table.ts';
import { createTenantLimits, IDENTITY_LIMIT } from './tenant-limits.ts';

const routes = defineRoutes({
  begin: {
    method: 'POST',
    path: '/begin',
    summary: 'Begin',
    access: 'identity',
    body: z.strictObject({ name: z.string() }),
    response: z.strictObject({ made: z.string() }),
    status: 201,
  },
  rule: {
    method: 'GET',
    path: '/rule',
    summary: 'Rule',
    roles: ADMINS,
    response: z.strictObject({}),
    status: 200,
  },
});

const ISSUER = 'https://issuer.example';

let bed: TenantBed;
let subject: string;
let received: IdentityContext | RequestContext | undefined;
let isDone: boolean;

beforeAll(async () => {
  bed = await createTenantBed(inject('dynamodbEndpoint'));
});
beforeEach(() => {
  subject = newId(new Date());
  received = undefined;
  isDone = false;
});

const handlers: RouteHandlers<typeof routes> = {
  // As what is accepted is gone afterwards, a repeat finds nothing any more.
  begin: async (_, context) => {
    received = context;
    if (isDone) throw notFound('beginning');
    const caller = { tenant: bed.tenant, userId: bed.admin.id };
    const answer = { status: 201, body: { made: newId(context.now) } };
    if (context.idempotency) await new Change({ ...context, caller }).commit(bed.table, answer);
    isDone = true;
    return answer;
  },
  rule: async (_, context) => {
    received = context;
    return { status: 200, body: {} };
  },
};

const environment = (now = () => new Date()) => {
  const own = { table: bed.table, logger: new KeepingLogger(), now };
  return { ...own, callers: createCallers(own), limits: createTenantLimits({ ...own, limit: 3_000 }) };
};

async function send(request: HttpRequest, deps = environment()) {
  const event = httpApiEvent({ claims: { iss: ISSUER, sub: subject }, ...request });
  const answer = await createHttpHandler(routes, handlers, deps)(event, lambdaContext(20_000));
  return { status: answer.statusCode, headers: answer.headers, body: JSON.parse(answer.body ?? '{}') };
}
const begin = (more: HttpRequest = {}) =>
  send({ method: 'POST', path: '/api/v1/begin', body: { name: 'a' }, ...more });

describe('a row that asks for an identity only', () => {
  it('takes whoever has signed in, a stranger as well as a member, and gives no tenant', async () => {
    expect(await begin()).toMatchObject({ status: 201 });
    expect(received).toMatchObject({ signedIn: { identity: { issuer: ISSUER, subject } } });
    expect(received).not.toHaveProperty('caller');
    isDone = false;
    const claims = { iss: ISSUER, sub: bed.admin.email };
    expect(await begin({ claims, headers: { 'kartoteka-tenant': bed.tenant.id } })).toMatchObject({
      status: 201,
    });
    expect(received).not.toHaveProperty('caller');
  });

  it('takes nobody without a token, and no ID token', async () => {
    const missing = { status: 401, body: { code: 'token.missing' } };
    for (const claims of [undefined, { iss: ISSUER }, { iss: ISSUER, sub: subject, token_use: 'id' }]) {
      expect(await begin({ claims })).toMatchObject(missing);
    }
    expect(received).toBeUndefined();
  });

  it('learns what the token tells, and that an address is verified only where it says so', async () => {
    const claims = { iss: ISSUER, sub: subject, email: 'Vera@Romashka.Example', name: 'Вера' };
    for (const [verified, expected] of [
      ['true', true],
      ['false', false],
      ['1', false],
      [undefined, false],
    ] as const) {
      isDone = false;
      await begin({ claims: verified === undefined ? claims : { ...claims, email_verified: verified } });
      expect(received).toMatchObject({
        signedIn: { claims: { email: 'Vera@Romashka.Example', name: 'Вера', emailVerified: expected } },
      });
    }
  });

  it('repeats the stored answer to the same identity, though what it was about is gone', async () => {
    const headers = { 'idempotency-key': 'once' };
    const first = await begin({ headers });
    const again = await begin({ headers });
    expect(again).toMatchObject({
      status: 201,
      body: first.body,
      headers: { 'idempotency-replayed': 'true' },
    });
    expect(await begin({ headers, body: { name: 'b' } })).toMatchObject({
      status: 422,
      body: { code: 'idempotency.key-reused' },
    });
    const stranger = { iss: ISSUER, sub: newId(new Date()) };
    expect(await begin({ headers, claims: stranger })).toMatchObject({ status: 404 });
    const pk = `G#idempotency#${identityHash({ issuer: ISSUER, subject })}`;
    expect((await bed.table.query({ pk, consistent: true })).items).toHaveLength(1);
  });
});

describe('an identity', () => {
  const minute = new Date('2026-11-25T10:00:18.000Z');
  const limited = {
    status: 429,
    body: { code: 'rate.limited' },
    headers: { 'retry-after': '42', 'ratelimit-policy': `"identity";q=${IDENTITY_LIMIT};w=60` },
  };
  /** Uses up what an identity has in a minute. */
  const spend = async (deps: ReturnType<typeof environment>) => {
    for (let n = 0; n < IDENTITY_LIMIT + shareOf(IDENTITY_LIMIT); n += 1) {
      const { refused } = await deps.limits.admitIdentity({ issuer: ISSUER, subject });
      expect(refused).toBeUndefined();
    }
  };

  it('without an organisation may make so many requests a minute; others are served', async () => {
    const deps = environment(() => minute);
    const post = { method: 'POST', path: '/api/v1/begin', body: { name: 'a' } };
    expect(await send(post, deps)).toMatchObject({
      status: 201,
      headers: { ratelimit: `"identity";r=${IDENTITY_LIMIT - 1};t=42` },
    });
    subject = newId(new Date());
    await spend(deps);
    received = undefined;
    expect(await send(post, deps)).toMatchObject(limited);
    expect(received).toBeUndefined();
    isDone = false;
    expect(await send({ ...post, claims: { iss: ISSUER, sub: newId(minute) } }, deps)).toMatchObject({
      status: 201,
    });
  });

  it('that is no member is refused before the table is asked again', async () => {
    let asked = 0;
    const deps = environment(() => minute);
    const counting: Table = {
      ...bed.table,
      query: (...given) => {
        asked += 1;
        return bed.table.query(...given);
      },
    };
    const callers = createCallers({ table: counting, now: () => minute });
    const rule = () => send({ path: '/api/v1/rule' }, { ...deps, callers });
    expect(await rule()).toMatchObject({ status: 403, body: { code: 'membership.none' } });
    subject = newId(new Date());
    await spend(deps);
    asked = 0;
    expect(await rule()).toMatchObject(limited);
    // The first look, which is remembered from then on.
    expect(asked).toBe(1);
    expect(await rule()).toMatchObject(limited);
    expect(asked).toBe(1);
  });

  it('that names a wrong organisation is counted, and not where the right one is named', async () => {
    const deps = environment(() => minute);
    subject = bed.admin.email;
    const rule = (tenant: string) =>
      send({ path: '/api/v1/rule', headers: { 'kartoteka-tenant': tenant } }, deps);
    await spend(deps);
    expect(await rule(newId(minute))).toMatchObject(limited);
    expect(await rule(bed.tenant.id)).toMatchObject({
      status: 200,
      headers: { 'ratelimit-policy': '"tenant";q=3000;w=60' },
    });
  });
});

describe('a row for members', () => {
  it('takes those of its roles alone', async () => {
    const rule = (sub: string) => send({ path: '/api/v1/rule', claims: { iss: ISSUER, sub } });
    expect(await rule(bed.admin.email)).toMatchObject({ status: 200 });
    expect(await rule(subject)).toMatchObject({ status: 403, body: { code: 'membership.none' } });
    const agent = await bed.addUser('agent');
    expect(await rule(agent.email)).toMatchObject({ status: 403, body: { code: 'access.forbidden' } });
  });
});
