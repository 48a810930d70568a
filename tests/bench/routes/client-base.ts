import { expectStatus, type RunningStack, type SignedIn } from '../../e2e/running-stack.ts';
import { atOnce } from '../at-once.ts';

/** The client base on which routes are measured. */
export interface ClientBase {
  /** Address of the agent who owns all cards and makes all requests. */
  readonly agent: string;
  /** Cards as a lively client has them, which are read and never changed. */
  readonly read: readonly Card[];
  /** Cards that are written on, for each route of its own: what one does is no other's business. */
  readonly written: Readonly<Record<Pool, readonly Card[]>>;
}

const POOLS = ['contacts', 'changes', 'notes', 'calls'] as const;
export type Pool = (typeof POOLS)[number];

export interface Card {
  readonly companyId: string;
  /** A person at the company, and the person's telephone number. */
  readonly contactId: string;
  readonly phone: string;
}

export interface BaseSize {
  /** Cards that are read. */
  readonly read: number;
  /** Cards of each pool that are written on: more than requests are under way at once. */
  readonly written: number;
}

/** People on a card that is read, and notes and contacts in its chronology. */
const PEOPLE = 5;
const ENTRIES = 20;

/** Users of the organisation besides the administrator: what a list of users holds. */
const COLLEAGUES = 9;
/** Requests under way while the base is laid down. */
const AT_ONCE = 8;

/** Makes an organisation with its people and cards through the API. */
export async function fillBase(running: RunningStack, size: BaseSize): Promise<ClientBase> {
  const organisation = await running.provision('Ромашка');
  const team = await organisation.addTeam('Продажи');
  const agent = await organisation.addUser('agent', [team]);
  for (let colleague = 1; colleague < COLLEAGUES; colleague += 1) await organisation.addUser('agent', [team]);
  const read = await atOnce(size.read, AT_ONCE, (index) => makeCard(agent, index, PEOPLE));
  // Card after card for each entry: many at once on one card would stand in each other's way.
  for (let entry = 0; entry < ENTRIES; entry += 1) {
    await atOnce(size.read, AT_ONCE, (index) => writeEntry(agent, read[index] ?? fail(), entry));
  }
  const bare = await atOnce(size.written * POOLS.length, AT_ONCE, (index) =>
    makeCard(agent, size.read + index, 1),
  );
  const [contacts = [], changes = [], notes = [], calls = []] = POOLS.map((_, pool) =>
    bare.slice(pool * size.written, (pool + 1) * size.written),
  );
  return { agent: agent.email, read, written: { contacts, changes, notes, calls } };
}

async function post({ call }: SignedIn, path: string, body: object): Promise<string> {
  return (await expectStatus(call('POST', `/api/v1${path}`, { body }), 201)).body.id;
}

/** A company with people; the card names the first of them. */
async function makeCard(agent: SignedIn, index: number, people: number): Promise<Card> {
  const companyId = await post(agent, '/companies', companyBody(`Ромашка ${index}`, phoneOf(495, index)));
  const cards: Card[] = [];
  for (let person = 0; person < people; person += 1) {
    const phone = phoneOf(916, index * 100 + person);
    const body = contactBody(`Иванова Мария ${person}`, phone, companyId);
    cards.push({ companyId, contactId: await post(agent, '/contacts', body), phone });
  }
  return cards[0] ?? fail();
}

/** A note or a call, in turns. */
async function writeEntry(agent: SignedIn, { companyId, contactId }: Card, entry: number): Promise<void> {
  if (entry % 2 === 0) await post(agent, `/companies/${companyId}/notes`, noteBody(entry));
  else await post(agent, `/companies/${companyId}/logged-contacts`, callBody(entry, contactId));
}

const fail = (): never => {
  throw new Error('A card needs a person.');
};

/** A Russian number that no two records share: the code of Moscow or of a mobile operator, and seven digits. */
export const phoneOf = (code: 495 | 916, index: number): string => `+7${code}${String(1_000_000 + index)}`;

export const companyBody = (name: string, phone: string) => ({
  name: `ООО «${name}»`,
  legalName: `Общество с ограниченной ответственностью «${name}»`,
  phones: [phone],
  emails: [`info@company${phone.slice(1)}.example`],
  industry: 'retail',
  leadSource: 'exhibition',
  tags: ['VIP'],
  addresses: [
    { kind: 'legal', line: 'ул. Ленина, д. 5, офис 12', city: 'Москва', postalCode: '101000', country: 'RU' },
  ],
});

export const contactBody = (name: string, phone: string, companyId: string) => ({
  name,
  phones: [phone],
  emails: [`person@mail${phone.slice(1)}.example`],
  companies: [{ companyId, jobTitle: 'Менеджер по закупкам', role: 'influencer', influence: 3 }],
});

export const noteBody = (index: number) => ({
  text: `Звонили по поводу поставки ${index}. Просят перезвонить в пятницу.`,
});

export const callBody = (index: number, contactId: string) => ({
  channel: 'call',
  direction: 'in',
  topic: 'offer',
  outcome: `Договорились о встрече ${index}`,
  durationMinutes: 7,
  contactIds: [contactId],
});
