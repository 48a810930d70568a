import { EXAMPLE_IDS } from '../../docs/examples/ids.ts';
import type { Organisation, RunningStack, SignedIn } from './running-stack.ts';
import { createStory, type Story } from './story.ts';

/** Where the examples of the document are played: a running stack with what has to be there before the first of them. */
export interface Stage {
  readonly running: RunningStack;
  readonly organisation: Organisation;
  readonly story: Story;
}

/** Makes what no example makes; here belongs what a new example needs. */
export async function prepareStage(running: RunningStack): Promise<Stage> {
  const organisation = await running.provision('ООО «Весна»');
  const story = createStory();
  story.meet(EXAMPLE_IDS.tenant, organisation.tenantId);
  story.meet(EXAMPLE_IDS.gone, EXAMPLE_IDS.gone);
  story.meet(EXAMPLE_IDS.admin, organisation.admin.userId);
  const partner = await organisation.admin.api.createCompany({ body: { name: 'АО «Лютик»' } });
  story.meet(EXAMPLE_IDS.partner, partner.data.id);
  return { running, organisation, story };
}

/** Who plays a route where it is not the administrator of the organisation, by the route's id. */
const OTHER_CALLERS: Readonly<Record<string, (stage: Stage) => Pick<SignedIn, 'call'>>> = {};

export const callerOf = (id: string, stage: Stage): Pick<SignedIn, 'call'> =>
  OTHER_CALLERS[id]?.(stage) ?? stage.organisation.admin;
