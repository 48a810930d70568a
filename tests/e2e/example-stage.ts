import { BUSINESS_CARD, CLIENT_LIST, CONTRACT, type ExampleFile } from '../../docs/examples/files.ts';
import { EXAMPLE_IDS } from '../../docs/examples/ids.ts';
import { member, silent } from '../../docs/examples/people.ts';
import { EXAMPLES } from '../../docs/openapi-examples.ts';
import { dryRunInputSchema } from '../../shared/imports/import.ts';
import type { Route } from '../../shared/route.ts';
import { checkedImport, stall, untilImport } from './importing.ts';
import type { Newcomer, RunningStack } from './running-stack.ts';
import { send, type Upload } from './sending.ts';
import { createStory, type Story } from './story.ts';

/** Where the examples of the document are played: a running stack with what has to be there before the first of them. */
export interface Stage {
  readonly running: RunningStack;
  readonly story: Story;
  /** Who makes the organisation of the examples, and plays what nobody else has to. */
  readonly admin: Newcomer;
  /** Who is invited there, and by another organisation. */
  readonly member: Newcomer;
}

/** Makes what no example makes and what needs no organisation; here belongs what a new example needs. */
export async function prepareStage(running: RunningStack): Promise<Stage> {
  const story = createStory();
  story.meet(EXAMPLE_IDS.gone, EXAMPLE_IDS.gone);
  const stage = {
    running,
    story,
    admin: await running.newcomer('anna@vesna.example'),
    member: await running.newcomer(member.email),
  };
  const other = await running.provision('ООО «Осень»');
  story.meet(EXAMPLE_IDS.otherTenant, other.tenantId);
  await other.admin.api.createUser({ body: { email: member.email, name: member.name, role: 'viewer' } });
  return stage;
}

/** Makes what no example makes, in the organisation that an example has made. */
async function furnish({ running, story, admin }: Stage): Promise<void> {
  const partner = await admin.api.createCompany({ body: { name: 'АО «Лютик»' } });
  story.meet(EXAMPLE_IDS.partner, partner.data.id);
  const { email, name } = silent;
  const invited = await admin.api.createUser({ body: { email, name, role: 'viewer' } });
  story.meet(EXAMPLE_IDS.invited, invited.data.id);
  const id = await checkedImport(admin.api, CLIENT_LIST, dryRunInputSchema.parse(EXAMPLES['dryRunImport']));
  const { data: me } = await admin.api.readMe();
  await stall(running, me.tenant.id, id);
  story.meet(EXAMPLE_IDS.stalledImport, id);
}

/** Who plays a route where it is not the administrator of the organisation, by the route's id. */
const OTHER_CALLERS: Readonly<Record<string, (stage: Stage) => Newcomer>> = {
  listMemberships: ({ member: olga }) => olga,
  leave: ({ member: olga }) => olga,
  listInvitations: ({ member: olga }) => olga,
  acceptInvitation: ({ member: olga }) => olga,
  declineInvitation: ({ member: olga }) => olga,
};

export const callerOf = (id: string, stage: Stage): Newcomer => OTHER_CALLERS[id]?.(stage) ?? stage.admin;

/** When a route is played whose turn the rule of `turnOf` does not tell, by the route's id. */
const OWN_TURNS: Readonly<Record<string, number>> = {
  // Everything else is done in that organisation.
  createOrganisation: 0,
  // What is answered is no longer listed.
  listInvitations: 1.5,
  // The address is for a file that is still to come.
  readImportUpload: 1.5,
};

/**
 * What makes records comes first, then what goes on with them in the order of the rows; what reads them before what changes them, what
 * removes them last, the inner before the outer.
 */
export function turnOf(id: string, { method, path, status, asks }: Route): number {
  const own = OWN_TURNS[id];
  if (own !== undefined) return own;
  if (asks) return 3;
  if (path.endsWith('/restore')) return 6;
  if (method === 'DELETE') return 5 - path.split('/').length / 100;
  if (method === 'POST') return status === 201 ? 1 : 2;
  return method === 'GET' ? 3 : 4;
}

type Afterwards = (stage: Stage, answer: { readonly upload: Upload }) => Promise<void>;

const sending =
  ({ content }: ExampleFile): Afterwards =>
  async (_, { upload }) => {
    const status = await send(upload, content);
    if (status !== 200) throw new Error(`The content was answered with ${status}.`);
  };
const waiting =
  (exampleId: string, state: string): Afterwards =>
  ({ admin, story }) =>
    untilImport(admin.api, story.real(exampleId), state);

/** What goes on outside of the examples once a route was played: content is sent, a worker does its work. By the route's id. */
export const AFTERWARDS: Readonly<Record<string, Afterwards>> = {
  createOrganisation: furnish,
  createCompanyDocument: sending(CONTRACT),
  createContactDocument: sending(BUSINESS_CARD),
  createImport: sending(CLIENT_LIST),
  dryRunImport: waiting(EXAMPLE_IDS.import, 'checked'),
  runImport: waiting(EXAMPLE_IDS.import, 'finished'),
  resumeImport: waiting(EXAMPLE_IDS.stalledImport, 'checked'),
};
