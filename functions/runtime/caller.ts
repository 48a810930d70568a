import { createHash } from 'node:crypto';
import type { Actor } from '../../shared/access.ts';
import { KartotekaError } from '../../shared/errors.ts';
import { type Membership, membershipSchema } from '../../shared/platform/membership.ts';
import { type Tenant, tenantSchema } from '../../shared/platform/tenant.ts';
import { globalPartition, type Key, tenantPartition } from '../../shared/table.ts';
import { VerifiedTenant } from '../../shared/verified-tenant.ts';
import { defineItem, readItem } from './table/item.ts';
import type { Table } from './table/table.ts';

/** Who the verified token says is calling. */
export interface Identity {
  readonly issuer: string;
  readonly subject: string;
}

/** Somebody whose token was verified, with what the token tells beside the identity. */
export interface SignedIn {
  readonly identity: Identity;
  readonly claims: {
    /** As the issuer writes it. */
    readonly email?: string;
    readonly emailVerified: boolean;
    readonly name?: string;
  };
}

/** The caller, proved by a token and our own membership. */
export interface Caller extends Actor {
  readonly tenant: VerifiedTenant;
  readonly settings: Pick<Tenant, 'name' | 'country' | 'currency' | 'zone' | 'language'>;
}

/** How long a membership or a tenant's settings may be remembered: a removed user is out within this time. */
export const CALLER_CACHE_MS = 60_000;
const CACHE_ENTRIES = 2_000;

export const membershipItem = defineItem({ kind: 'membership', schema: 1, data: membershipSchema });
export const tenantItem = defineItem({ kind: 'tenant', schema: 1, data: tenantSchema });

/** Issuers may hold a `#` and subjects are free text: a hash keeps them apart and out of the keys. */
export const identityHash = ({ issuer, subject }: Identity): string =>
  createHash('sha256')
    .update(JSON.stringify([issuer, subject]))
    .digest('base64url');

export const membershipKey = (identity: Identity, tenantId: string): Key => ({
  pk: globalPartition.identity(identityHash(identity)),
  sk: `T#${tenantId}`,
});

export const tenantKey = (tenant: VerifiedTenant): Key => ({
  pk: tenantPartition(tenant, 'tenant'),
  sk: 'tenant',
});

export interface CallerDependencies {
  readonly table: Table;
  readonly now: () => Date;
}

export interface Callers {
  /**
   * The caller behind a verified identity.
   *
   * @param named The tenant named in the header `Kartoteka-Tenant`; needed only by users of several tenants.
   * @param beforeDoubt Done before one is asked about anew, or refused, whom nothing remembered lets in: it may refuse too.
   * @throws KartotekaError `membership.none`, `tenant.not-a-member`, `tenant.required`
   */
  resolve(identity: Identity, named: string | undefined, beforeDoubt?: () => Promise<void>): Promise<Caller>;
}

interface Remembered<T> {
  readonly value: T;
  readonly until: number;
}

function createMemory<T>(now: () => Date) {
  const entries = new Map<string, Remembered<T>>();
  const remember = (key: string, value: T): void => {
    if (entries.size >= CACHE_ENTRIES) entries.clear();
    entries.set(key, { value, until: now().getTime() + CALLER_CACHE_MS });
  };
  const recall = async (key: string, load: () => Promise<T>): Promise<T> => {
    const known = entries.get(key);
    if (known && known.until > now().getTime()) return known.value;
    const value = await load();
    remember(key, value);
    return value;
  };
  return { recall, remember };
}

export function createCallers({ table, now }: CallerDependencies): Callers {
  const memberships = createMemory<readonly Membership[]>(now);
  const tenants = createMemory<{ tenant: VerifiedTenant; settings: Tenant }>(now);

  const loadMemberships = async (identity: Identity, consistent: boolean): Promise<Membership[]> => {
    const { items } = await table.query({ pk: globalPartition.identity(identityHash(identity)), consistent });
    return items.map((item) => readItem(membershipItem, item).data).filter((membership) => membership.active);
  };
  const membershipOf = async (
    identity: Identity,
    named: string | undefined,
    beforeDoubt: () => Promise<void>,
  ): Promise<Membership> => {
    const key = `${identity.issuer}\n${identity.subject}`;
    const known = await memberships.recall(key, () => loadMemberships(identity, false));
    const isKnown = named === undefined ? known.length > 0 : known.some(({ tenantId }) => tenantId === named);
    if (!isKnown || (named === undefined && known.length > 1)) await beforeDoubt();
    if (isKnown) return choose(known, named);
    // Whoever has joined a moment ago is let in at once: nobody is refused by what is only remembered, or read behind.
    const fresh = await loadMemberships(identity, true);
    memberships.remember(key, fresh);
    return choose(fresh, named);
  };
  const loadTenant = async (id: string) => {
    // One shard is enough to build the tenant's own key; the stored count follows from what is read.
    const item = await table.get(tenantKey(new VerifiedTenant(id, 1)));
    if (!item) throw new Error(`The membership names tenant ${id}, which does not exist.`);
    const settings = readItem(tenantItem, item).data;
    return { tenant: new VerifiedTenant(id, settings.feedShards), settings };
  };

  return {
    resolve: async (identity, named, beforeDoubt = async () => {}) => {
      const membership = await membershipOf(identity, named, beforeDoubt);
      const { tenant, settings } = await tenants.recall(membership.tenantId, () =>
        loadTenant(membership.tenantId),
      );
      return {
        tenant,
        settings,
        userId: membership.userId,
        role: membership.role,
        teamIds: membership.teamIds,
        visibility: settings.visibility,
      };
    },
  };
}

function choose(memberships: readonly Membership[], named: string | undefined): Membership {
  if (named !== undefined) {
    const membership = memberships.find(({ tenantId }) => tenantId === named);
    if (membership) return membership;
    throw new KartotekaError(
      'forbidden',
      'tenant.not-a-member',
      'You are no member of the organisation that the header "Kartoteka-Tenant" names.',
    );
  }
  const [only, another] = memberships;
  if (!only) {
    throw new KartotekaError(
      'forbidden',
      'membership.none',
      'You are signed in but belong to no organisation: accept an invitation (GET /invitations), or ask for one.',
    );
  }
  if (another) {
    throw new KartotekaError(
      'malformed',
      'tenant.required',
      'You belong to several organisations: name one in the header "Kartoteka-Tenant".',
      { facts: { tenants: memberships.map(({ tenantId }) => tenantId) } },
    );
  }
  return only;
}
