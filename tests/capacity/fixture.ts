import { countEntry } from '../../functions/clients/counting.ts';
import { createClientHandlers } from '../../functions/clients/handlers.ts';
import { createDocumentHandlers } from '../../functions/documents/handlers.ts';
import { createPlatformHandlers } from '../../functions/platform/handlers.ts';
import { createCursors } from '../../functions/runtime/cursor.ts';
import type { RequestContext } from '../../functions/runtime/request.ts';
import { createMeteredTable, type MeteredTable } from '../equipment/metered-table.ts';
import {
  createTenantBed,
  everybody,
  type Person,
  type RequestOptions,
  type TenantBed,
} from '../equipment/tenant-bed.ts';

/** One organisation with a card as a lively client has it, and handlers on a table that meters what they ask for. */
export interface Fixture {
  readonly bed: TenantBed;
  readonly metered: MeteredTable;
  readonly clients: ReturnType<typeof createClientHandlers>;
  readonly documents: ReturnType<typeof createDocumentHandlers>;
  readonly platform: ReturnType<typeof createPlatformHandlers>;
  readonly agent: Person;
  readonly team: string;
  /** A request of the agent, who owns all cards. */
  as(request?: RequestOptions): RequestContext;
  /** The lively card, and the first of its people. */
  readonly companyId: string;
  readonly contactId: string;
}

export const none = { params: undefined, query: undefined, body: undefined };
export const at = (id: string) => ({ params: { id }, query: undefined, body: undefined });
export const idOf = (answer: { readonly body?: { readonly id: string } | undefined }): string => {
  if (!answer.body) throw new Error('The answer has no body.');
  return answer.body.id;
};

/** The organisation, filled through its own handlers. */
export async function createFixture(endpoint: string): Promise<Fixture> {
  const bed = await createTenantBed(endpoint);
  const team = await bed.addTeam('Продажи');
  const agent = await bed.addUser('agent', [team]);
  const as = (request: RequestOptions = {}) => bed.as(agent, request);
  const metered = createMeteredTable(bed.endpoint, bed.tableName);
  const cursors = createCursors(metered.table);
  // The key that signs cursors is read once per environment, and has a pattern of its own.
  await cursors.seal(as(), 'warm', 'warm');
  return {
    bed,
    metered,
    clients: createClientHandlers({ table: metered.table, cursors }),
    documents: createDocumentHandlers({
      table: metered.table,
      cursors,
      files: bed.files,
      downloads: { waitForScan: false },
    }),
    platform: createPlatformHandlers({ table: metered.table, directory: everybody, signUp: 'open' }),
    agent,
    team,
    as,
    ...(await fillCard(bed, as)),
  };
}

/** A card with 10 people, and 20 latest entries of all kinds: notes, contacts, changes. */
async function fillCard(bed: TenantBed, as: Fixture['as']) {
  const companyId = idOf(await bed.clients.createCompany({ ...none, body: LIVELY_COMPANY }, as()));
  const people: string[] = [];
  for (const [index, name] of PEOPLE.entries()) {
    const body = {
      name,
      phones: [`+7 916 000-00-${String(index + 10)}`],
      emails: [`person-${index}@romashka.example`],
      companies: [{ companyId, jobTitle: 'Менеджер по закупкам', role: 'influencer' as const, influence: 3 }],
    };
    people.push(idOf(await bed.clients.createContact({ ...none, body }, as())));
  }
  const [contactId = ''] = people;
  for (let week = 1; week <= 10; week += 1) {
    await bed.clients.noteOnCompany({ ...at(companyId), body: note(week) }, as());
    const logged = idOf(
      await bed.clients.logContactWithCompany(
        { ...at(companyId), body: call(week % 2 ? [contactId] : []) },
        as(),
      ),
    );
    await count(bed, companyId, logged);
    if (week % 5 === 0) {
      const body = { description: `Закупают раз в ${week} недель, решает директор.` };
      await bed.clients.changeCompany({ ...at(companyId), body }, as());
    }
  }
  return { companyId, contactId };
}

/** What the subscriber does with the event of a logged contact. */
async function count({ table, tenant }: TenantBed, companyId: string, entryId: string): Promise<void> {
  await countEntry(table, { tenant, subject: { type: 'company', id: companyId }, entryId, eventId: entryId });
}

/** Two short sentences, as people write them. */
export const note = (week: number) => ({
  text: `Звонили по поводу поставки ${week}. Просят перезвонить в пятницу.`,
});

export const call = (contactIds: string[]) => ({
  channel: 'call' as const,
  direction: 'in' as const,
  topic: 'offer',
  outcome: 'Договорились о встрече',
  durationMinutes: 7,
  ...(contactIds.length > 0 ? { contactIds } : {}),
});

/** A company with little on its card. */
export const bareCompany = (name: string, more: object = {}) => ({
  ...none,
  body: { name, kind: 'company' as const, status: 'customer' as const, tags: ['VIP'], ...more },
});

const PEOPLE = [
  'Иванова Мария Петровна',
  'Смирнов Алексей Игоревич',
  'Кузнецова Ольга Николаевна',
  'Попов Дмитрий Сергеевич',
  'Соколова Анна Викторовна',
  'Лебедев Павел Андреевич',
  'Козлова Елена Юрьевна',
  'Новиков Роман Олегович',
  'Морозова Ирина Павловна',
  'Волков Максим Евгеньевич',
];

const LIVELY_COMPANY = {
  ...bareCompany('ООО «Ромашка»').body,
  legalName: 'Общество с ограниченной ответственностью «Ромашка»',
  phones: ['+7 495 123-45-67'],
  emails: ['info@romashka.example'],
  inn: '7707083893',
  kpp: '773601001',
  industry: 'retail',
  segment: 'medium',
  leadSource: 'exhibition',
  website: 'https://romashka.example/',
  finances: { annualRevenue: { amount: '48000000.00', currency: 'RUB' as const } },
  addresses: [
    {
      kind: 'legal' as const,
      line: 'ул. Ленина, д. 5, офис 12',
      city: 'Москва',
      postalCode: '101000',
      country: 'RU' as const,
    },
  ],
};
