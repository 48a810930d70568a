import { beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { MAX_FOUNDED, organisationInputSchema } from '../../shared/platform/tenant.ts';
import { VerifiedTenant } from '../../shared/verified-tenant.ts';
import { bodyOf } from '../../tests/equipment/client-desk.ts';
import { refusalOf } from '../../tests/equipment/request.ts';
import {
  createTenantBed,
  everybody,
  identityOf,
  signedInAs,
  type TenantBed,
} from '../../tests/equipment/tenant-bed.ts';
import { createCallers, type Identity, tenantItem, tenantKey } from '../runtime/caller.ts';
import { newId } from '../runtime/change.ts';
import { dictionaryPartition } from '../runtime/references.ts';
import type { IdentityContext } from '../runtime/request.ts';
import { readItem } from '../runtime/table/item.ts';
import { DEFAULT_ENTRIES } from './default-dictionaries.ts';
import type { Person } from './directory.ts';
import { foundingsOf } from './founding-item.ts';
import { createSignUp, type SignUp } from './sign-up.ts';
import { findUser } from './users.ts';

let bed: TenantBed;
let founder: Identity;

beforeAll(async () => {
  bed = await createTenantBed(inject('dynamodbEndpoint'));
});
beforeEach(() => {
  founder = identityOf(`founder-${newId(new Date()).toLowerCase()}@lyutik.example`);
});

interface Asked {
  readonly person?: Person;
  readonly signUp?: SignUp;
  readonly by?: Identity;
  readonly request?: Partial<IdentityContext>;
}
const signUp = async (body: object = {}, { person, signUp = 'open', by = founder, request }: Asked = {}) => {
  const directory = person ? { ...everybody, personOf: async () => person } : everybody;
  const input = organisationInputSchema.parse({ name: 'ООО «Лютик»', ...body });
  return createSignUp(bed.table, directory, signUp).createOrganisation(
    { params: undefined, query: undefined, body: input },
    signedInAs(by, request),
  );
};
const foundings = async () =>
  (await bed.table.query({ pk: foundingsOf(founder), consistent: true })).items.map(({ data }) => data);
const come = (named?: string) =>
  createCallers({ table: bed.table, now: () => new Date() }).resolve(founder, named);

describe('whoever signs up', () => {
  it('gets an organisation with settings and dictionaries, is its administrator, and can begin', async () => {
    const made = bodyOf(await signUp({ zone: 'Europe/Samara', founder: { name: 'Ольга', language: 'en' } }));
    const { tenantId, userId } = made;
    expect(made).toEqual({ tenantId, userId, organisation: 'ООО «Лютик»', role: 'admin', active: true });
    expect(await come()).toMatchObject({ userId, role: 'admin', tenant: { id: tenantId, feedShards: 4 } });
    const tenant = new VerifiedTenant(tenantId, 1);
    const settings = await bed.table.get(tenantKey(tenant));
    expect(settings && readItem(tenantItem, settings).data).toMatchObject({
      name: 'ООО «Лютик»',
      country: 'RU',
      currency: 'RUB',
      zone: 'Europe/Samara',
      visibility: 'all',
      createdBy: userId,
    });
    expect((await findUser(bed.table, tenant, userId)).data).toMatchObject({
      name: 'Ольга',
      language: 'en',
      email: founder.subject,
      identity: founder,
      active: true,
    });
    const { items } = await bed.table.query({ pk: dictionaryPartition(tenant, 'industries') });
    expect(items).toHaveLength(DEFAULT_ENTRIES.industries.length);
    expect(await foundings()).toEqual([{ tenantId }]);
  });

  it('is called as the login says where nothing else is said', async () => {
    const { tenantId, userId } = bodyOf(
      await signUp({}, { person: { email: 'anna@lyutik.example', name: ' Анна ' } }),
    );
    const user = await findUser(bed.table, new VerifiedTenant(tenantId, 1), userId);
    expect(user.data).toMatchObject({ name: 'Анна', email: 'anna@lyutik.example' });
    for (const person of [
      { email: 'anna@lyutik.example' },
      { email: 'anna@lyutik.example', name: '\u0007' },
    ]) {
      expect(await refusalOf(signUp({}, { person }))).toMatchObject({
        kind: 'invalid',
        issues: [{ pointer: '/founder/name', code: 'field.required' }],
      });
    }
  });

  it('may be in an organisation already, and names one from then on', async () => {
    const agent = await bed.addUser('agent');
    founder = identityOf(agent.email);
    const { tenantId } = bodyOf(await signUp());
    expect(await refusalOf(come())).toMatchObject({ code: 'tenant.required' });
    expect(await come(tenantId)).toMatchObject({ role: 'admin' });
    expect(await come(bed.tenant.id)).toMatchObject({ role: 'agent' });
  });
});

describe('nobody signs up', () => {
  it('where it is closed, whoever asks', async () => {
    expect(await refusalOf(signUp({}, { signUp: 'closed' }))).toMatchObject({
      kind: 'forbidden',
      code: 'sign-up.closed',
    });
    expect(await foundings()).toEqual([]);
  });

  it('without an address that is proved', async () => {
    expect(await refusalOf(signUp({}, { person: { name: 'Ольга' } }))).toMatchObject({
      kind: 'forbidden',
      code: 'email.unverified',
    });
    expect(await foundings()).toEqual([]);
  });

  it('with settings that are none', () => {
    const wrong = [
      { name: '' },
      { zone: 'Europe/Nowhere' },
      { feedShards: 4 },
      { founder: { role: 'admin' } },
    ];
    for (const body of wrong) {
      expect(organisationInputSchema.safeParse({ name: 'Лютик', ...body }).success).toBe(false);
    }
  });

  it('more often than is stated, even at the same time', async () => {
    const asked = await Promise.allSettled(Array.from({ length: MAX_FOUNDED + 3 }, () => signUp()));
    const made = asked.filter(({ status }) => status === 'fulfilled').length;
    expect(made).toBeGreaterThan(0);
    // Those who met were told to come again.
    for (let more = made; more < MAX_FOUNDED; more += 1) await signUp();
    expect(await foundings()).toHaveLength(MAX_FOUNDED);
    expect(await refusalOf(signUp())).toMatchObject({ kind: 'conflict', code: 'organisation.too-many' });
    expect(await foundings()).toHaveLength(MAX_FOUNDED);
    expect(bodyOf(await signUp({}, { by: identityOf('another@lyutik.example') }))).toMatchObject({
      role: 'admin',
    });
  });
});

describe('a repeat with the same Idempotency-Key', () => {
  const request = { idempotency: { key: 'my organisation', fingerprint: 'f' } };

  it('is the same organisation, also at the same moment', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => signUp({}, { request })));
    const ids = answers.map((answer) => bodyOf(answer).tenantId);
    expect(new Set(ids).size).toBe(1);
    expect(bodyOf(await signUp({}, { request })).tenantId).toBe(ids[0]);
    expect(await foundings()).toHaveLength(1);
  });

  it('is held to the same request, and is each identity’s own', async () => {
    const first = bodyOf(await signUp({}, { request }));
    const other = { idempotency: { ...request.idempotency, fingerprint: 'g' } };
    expect(await refusalOf(signUp({}, { request: other }))).toMatchObject({ code: 'idempotency.key-reused' });
    const by = identityOf(`other-${newId(new Date()).toLowerCase()}@lyutik.example`);
    expect(bodyOf(await signUp({}, { request, by })).tenantId).not.toBe(first.tenantId);
  });
});
