import type { createClientHandlers } from '../../functions/clients/handlers.ts';
import type { RequestContext } from '../../functions/runtime/request.ts';
import { forEachAtMost } from '../../shared/at-most.ts';
import { companyInputSchema, companyPatchSchema, relationInputSchema } from '../../shared/clients/company.ts';
import { contactInputSchema, linkPatchSchema } from '../../shared/clients/contact.ts';
import { loggedContactInputSchema, noteInputSchema } from '../../shared/clients/timeline.ts';
import type { Attach } from './attaching.ts';
import type { Deed, DemoData, Left, Logged, Note, Step } from './model.ts';
import type { Organisation } from './organisation.ts';
import type { Request, Write } from './writer.ts';

/** Requests under way at a time: enough to keep the engine busy, few enough to leave it room for the relay. */
const AT_A_TIME = 16;

export interface ClientsDependencies {
  readonly clients: ReturnType<typeof createClientHandlers>;
  /** Attaches a document to a card, as somebody with the request's context. */
  readonly attach: Attach;
  readonly organisation: Organisation;
  readonly write: Write;
}

/** How many writes the clients of the demo take. */
export const countWrites = ({ companies, contacts, relations }: DemoData): number =>
  companies.length +
  contacts.length +
  relations.length +
  companies.reduce((sum, { history, documents }) => sum + history.length + documents.length, 0);

/** Writes companies, then their people and relations, then each card's history in its order, and its documents. */
export async function writeClients(data: DemoData, deps: ClientsDependencies): Promise<void> {
  const companyIds: string[] = [];
  const contactIds: string[] = [];
  const { clients, attach, organisation, write } = deps;
  const { teams } = organisation;
  const send = (name: string, deed: Deed, body: unknown, act: Request['send']): Promise<string> =>
    write({ name, caller: organisation.callers[deed.by], at: deed.at, body, send: act });

  await forEachAtMost(AT_A_TIME, data.companies, async (company, place) => {
    const body = companyInputSchema.parse({ ...company.input, team: teams[company.team] });
    companyIds[place] = await send(`company-${place}`, company, body, (context) =>
      clients.createCompany({ params: undefined, query: undefined, body }, context),
    );
  });
  await forEachAtMost(AT_A_TIME, data.contacts, async (contact, place) => {
    const companies = contact.places.map(({ company, ...rest }) => ({
      ...rest,
      companyId: idAt(companyIds, company),
    }));
    const body = contactInputSchema.parse({ ...contact.input, team: teams[contact.team], companies });
    contactIds[place] = await send(`contact-${place}`, contact, body, (context) =>
      clients.createContact({ params: undefined, query: undefined, body }, context),
    );
  });
  await forEachAtMost(AT_A_TIME, data.relations, async (relation, place) => {
    const { kind, note } = relation;
    const body = relationInputSchema.parse({ kind, note, companyId: idAt(companyIds, relation.other) });
    const params = { id: idAt(companyIds, relation.company) };
    await send(`relation-${place}`, relation, body, (context) =>
      clients.relateCompanies({ params, query: undefined, body }, context),
    );
  });
  await forEachAtMost(AT_A_TIME, data.companies, async ({ history, documents }, place) => {
    const card: Card = { id: idAt(companyIds, place), entryIds: [], contactIds };
    for (const [number, step] of history.entries()) {
      const { body, act } = requestOf(step, card, clients);
      card.entryIds.push(await send(`step-${place}-${number}`, step, body, act));
    }
    for (const [number, { entry, fileName, contentType, content, ...deed }] of documents.entries()) {
      const file = { fileName, contentType, content, entryId: idAt(card.entryIds, entry) };
      const name = `document-${place}-${number}`;
      await send(name, deed, { fileName }, (context) => attach(card.id, file, context));
    }
  });
}

interface Card {
  readonly id: string;
  /** The ids of the steps so far, by their places. */
  readonly entryIds: string[];
  readonly contactIds: readonly string[];
}

type Clients = ClientsDependencies['clients'];
type Prepared = { readonly body: unknown; readonly act: Request['send'] };

function requestOf(step: Step, card: Card, clients: Clients): Prepared {
  if (step.kind === 'note') return noteRequest(step, card, clients);
  if (step.kind === 'logged') return loggedRequest(step, card, clients);
  if (step.kind === 'left') return leftRequest(step, card, clients);
  const body = companyPatchSchema.parse(step.patch);
  const params = { id: card.id };
  return { body, act: (context) => clients.changeCompany({ params, query: undefined, body }, context) };
}

function noteRequest(step: Note, card: Card, clients: Clients): Prepared {
  const { text, occurredAt, onContact } = step;
  const body = noteInputSchema.parse({
    text,
    occurredAt: occurredAt.toISOString(),
    ...correction(step, card),
  });
  if (onContact === undefined) {
    const params = { id: card.id };
    return { body, act: (context) => clients.noteOnCompany({ params, query: undefined, body }, context) };
  }
  const params = { id: idAt(card.contactIds, onContact) };
  return { body, act: (context) => clients.noteOnContact({ params, query: undefined, body }, context) };
}

function loggedRequest(step: Logged, card: Card, clients: Clients): Prepared {
  const body = loggedContactInputSchema.parse({
    ...step.input,
    occurredAt: step.occurredAt.toISOString(),
    contactIds: step.contacts.map((contact) => idAt(card.contactIds, contact)),
    ...correction(step, card),
  });
  const params = { id: card.id };
  return {
    body,
    act: (context) => clients.logContactWithCompany({ params, query: undefined, body }, context),
  };
}

/** Ends the link by its last day. The link's id is known to the product only. */
function leftRequest({ contact, to }: Left, card: Card, clients: Clients): Prepared {
  const body = linkPatchSchema.parse({ to });
  const contactId = idAt(card.contactIds, contact);
  const act = async (context: RequestContext) => {
    const person = await clients.readContact(
      { params: { id: contactId }, query: undefined, body: undefined },
      context,
    );
    const link = person.body?.companies.find(({ companyId }) => companyId === card.id);
    const params = { id: card.id, linkId: link?.id ?? '' };
    return clients.changeContactLink({ params, query: undefined, body }, context);
  };
  return { body, act };
}

const correction = (
  { corrects }: { readonly corrects?: number },
  { entryIds }: Card,
): { corrects?: string } => (corrects === undefined ? {} : { corrects: idAt(entryIds, corrects) });

function idAt(ids: readonly string[], place: number): string {
  const id = ids[place];
  if (id === undefined || id === '')
    throw new Error(`The demo data name number ${place}, which was not written.`);
  return id;
}
