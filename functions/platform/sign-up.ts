import { invalid, KartotekaError } from '../../shared/errors.ts';
import type { MembershipView } from '../../shared/platform/membership.ts';
import { userInputSchema } from '../../shared/platform/people.ts';
import type { platformRoutes } from '../../shared/platform/routes.ts';
import { MAX_FOUNDED } from '../../shared/platform/tenant.ts';
import { FEED_SHARDS } from '../../shared/table.ts';
import { Change, newId } from '../runtime/change.ts';
import type { RouteHandlers } from '../runtime/http.ts';
import type { Answer, IdentityContext } from '../runtime/request.ts';
import { writeItem } from '../runtime/table/item.ts';
import type { Table } from '../runtime/table/table.ts';
import { onCurrent, stale } from '../runtime/versions.ts';
import type { Directory } from './directory.ts';
import { type Founding, founded } from './founding.ts';
import { foundingItem, foundingKey, foundingsOf } from './founding-item.ts';
import { unverified } from './invited.ts';

/** Whether anybody who has signed in may make an organisation. */
export type SignUp = 'open' | 'closed';

type Handlers = Pick<RouteHandlers<typeof platformRoutes>, 'createOrganisation'>;
type Body = Parameters<Handlers['createOrganisation']>[0]['body'];

/** The route by which somebody founds an organisation. */
export function createSignUp(table: Table, directory: Directory, signUp: SignUp): Handlers {
  return {
    createOrganisation: async ({ body }, context) => {
      if (signUp === 'closed') throw closed();
      const founder = await founderOf(directory, context, body);
      return onCurrent(() => create(table, context, body, founder));
    },
  };
}

const closed = (): KartotekaError =>
  new KartotekaError(
    'forbidden',
    'sign-up.closed',
    'Organisations are made by whoever runs this installation: ask for one, or for an invitation.',
  );

/** @throws KartotekaError `email.unverified`; `body.invalid` with `field.required` where neither body nor login tells a name */
async function founderOf(
  directory: Directory,
  { signedIn }: IdentityContext,
  { founder }: Body,
): Promise<Founding['founder']> {
  const { email, name: known } = await directory.personOf(signedIn);
  if (email === undefined) throw unverified();
  const name = founder.name ?? userInputSchema.shape.name.safeParse(known).data;
  if (name === undefined) {
    const message = 'Your login has no name: say here what you are called.';
    throw invalid([{ pointer: '/founder/name', code: 'field.required', message }]);
  }
  return { ...founder, name, email, identity: signedIn.identity };
}

async function create(
  table: Table,
  context: IdentityContext,
  { founder: _, ...settings }: Body,
  founder: Founding['founder'],
): Promise<Answer<MembershipView>> {
  const { signedIn, now } = context;
  const pk = foundingsOf(signedIn.identity);
  const { items: foundings } = await table.query({ pk, consistent: true });
  if (foundings.length >= MAX_FOUNDED) throw tooMany();
  const tenantId = newId(now);
  const { tenant, userId, writes } = founded({
    tenantId,
    settings: { ...settings, feedShards: FEED_SHARDS },
    founder,
    now,
  });
  const change = new Change({ ...context, caller: { tenant, userId } }).add({
    op: 'put',
    item: writeItem(foundingItem, foundingKey(signedIn.identity, foundings.length + 1), { tenantId }),
    condition: { absent: true },
    // The same identity founds another one at the same time: it is counted again.
    refused: stale,
  });
  writes(change);
  return change.commit(table, {
    status: 201,
    body: { tenantId, organisation: settings.name, userId, role: 'admin', active: true },
    location: '/tenant',
  });
}

const tooMany = (): KartotekaError =>
  new KartotekaError(
    'conflict',
    'organisation.too-many',
    `You have founded ${MAX_FOUNDED} organisations, as many as are possible.`,
  );
