import { KartotekaError, notFound } from '../../shared/errors.ts';
import { hasExpired, type Invitation, type OpenInvitation } from '../../shared/platform/invitation.ts';
import type { Identity, User } from '../../shared/platform/people.ts';
import type { Tenant } from '../../shared/platform/tenant.ts';
import type { Key, VerifiedTenant } from '../../shared/table.ts';
import { membershipItem, membershipKey, tenantItem, tenantKey } from '../runtime/caller.ts';
import { userKey } from '../runtime/references.ts';
import { readItem, type Stored, type StoredItem } from '../runtime/table/item.ts';
import type { Table } from '../runtime/table/table.ts';
import { StaleRead } from '../runtime/versions.ts';
import type { Person } from './directory.ts';
import {
  invitationItem,
  invitationSortKey,
  invitationsOfEmail,
  invitationsOfIdentity,
} from './invitation-item.ts';
import { allOf } from './lists.ts';
import { namedTenant } from './named-tenant.ts';
import { userItem } from './people-item.ts';
import { taken } from './user-writes.ts';

type InvitedUser = User & { readonly invitation: Invitation };

interface Found {
  readonly tenant: VerifiedTenant;
  readonly organisation: Tenant;
  readonly stored: Stored<InvitedUser>;
}

/** Where invitations to somebody lie: under the identity, and under the address that the person has proved to own. */
const placesOf = (identity: Identity, { email }: Person): string[] => [
  invitationsOfIdentity(identity),
  ...(email === undefined ? [] : [invitationsOfEmail(email)]),
];

/**
 * The invitation of an identity to a tenant, read consistently.
 *
 * @throws KartotekaError `invitation.not-found`, also where it is somebody else's; `user.exists` for a member without one;
 * `email.unverified` where there may be one for an address that the person has not proved to own
 * @throws StaleRead where it came to an end in between: see `onCurrent`
 */
export async function findInvitation(
  table: Table,
  identity: Identity,
  person: Person,
  tenantId: string,
): Promise<Found> {
  const keys: Key[] = [
    membershipKey(identity, tenantId),
    ...placesOf(identity, person).map((pk) => ({ pk, sk: invitationSortKey(tenantId) })),
  ];
  const items = await table.batchGet(keys, { consistent: true });
  const pointers = items.filter(({ kind }) => kind === invitationItem.kind);
  const pointer = pointers.find(({ pk }) => pk === invitationsOfIdentity(identity)) ?? pointers[0];
  if (pointer) {
    const found = await readInvited(table, pointer);
    // Accepted, declined or withdrawn since the pointer was read: what stands there now is looked at.
    if (!found) throw new StaleRead(undefined);
    if (isFor(found.stored.data, identity, person)) return found;
  }
  if (items.some(({ kind }) => kind === membershipItem.kind)) throw taken();
  if (person.email === undefined) throw unverified();
  throw notFound('invitation');
}

/** For one who signs up, or asks about an invitation by e-mail, without a proved address. */
export const unverified = (): KartotekaError =>
  new KartotekaError(
    'forbidden',
    'email.unverified',
    'Your login has no verified e-mail address: confirm it where you sign in, then sign in again.',
  );

async function readInvited(table: Table, pointer: StoredItem): Promise<Found | undefined> {
  const stored = readItem(invitationItem, pointer);
  const tenant = namedTenant(stored);
  const items = await table.batchGet([tenantKey(tenant), userKey(tenant, stored.data.userId)], {
    consistent: true,
  });
  const organisation = items.find(({ kind }) => kind === tenantItem.kind);
  const item = items.find(({ kind }) => kind === userItem.kind);
  const user = item && readItem(userItem, item);
  const invitation = user?.data.invitation;
  if (!organisation || !user || !invitation) return undefined;
  return {
    tenant,
    organisation: readItem(tenantItem, organisation).data,
    stored: { ...user, data: { ...user.data, invitation } },
  };
}

/** Looked at again on the record itself: an invitation is for one identity, or for the owner of one address. */
function isFor({ named, email }: User, identity: Identity, person: Person): boolean {
  if (named) return named.issuer === identity.issuer && named.subject === identity.subject;
  return email === person.email;
}

/** The invitations that somebody may accept now, the latest first. */
export async function listInvitations(
  table: Table,
  identity: Identity,
  person: Person,
  now: Date,
): Promise<OpenInvitation[]> {
  const pages = await Promise.all(placesOf(identity, person).map((pk) => allOf(table, { pk })));
  const open = pages
    .flat()
    .map((item) => readItem(invitationItem, item))
    .filter(({ data }) => !hasExpired(data, now));
  const keysOf = (pointer: (typeof open)[number]) => {
    const tenant = namedTenant(pointer);
    const { userId, sentBy } = pointer.data;
    return { tenant: tenantKey(tenant), user: userKey(tenant, userId), inviter: userKey(tenant, sentBy) };
  };
  const known = await readOnce(
    table,
    open.flatMap((pointer) => Object.values(keysOf(pointer))),
  );
  const views = open.flatMap((pointer) => {
    const keys = keysOf(pointer);
    const [tenant, user, inviter] = [known(keys.tenant), known(keys.user), known(keys.inviter)];
    if (!tenant || !user) return [];
    const { invitation, role } = readItem(userItem, user).data;
    if (!invitation) return [];
    const { sentAt, expiresAt } = invitation;
    return [
      {
        tenantId: pointer.data.tenantId,
        organisation: readItem(tenantItem, tenant).data.name,
        role,
        ...(inviter ? { invitedBy: readItem(userItem, inviter).data.name } : {}),
        sentAt,
        expiresAt,
      },
    ];
  });
  return views.sort((one, other) => (one.sentAt < other.sentAt ? 1 : -1));
}

/** Reads each key once, however often it is asked for. */
async function readOnce(table: Table, keys: readonly Key[]): Promise<(key: Key) => StoredItem | undefined> {
  const nameOf = ({ pk, sk }: Key): string => `${pk}\n${sk}`;
  const wanted = new Map(keys.map((key) => [nameOf(key), key]));
  const items = new Map((await table.batchGet([...wanted.values()])).map((item) => [nameOf(item), item]));
  return (key) => items.get(nameOf(key));
}
