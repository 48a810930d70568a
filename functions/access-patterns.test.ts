import { beforeAll, describe, expect, inject, it } from 'vitest';
import { createMeteredTable, type MeteredTable } from '../tests/equipment/metered-table.ts';
import {
  createTenantBed,
  everybody,
  type Person,
  type RequestOptions,
  type TenantBed,
} from '../tests/equipment/tenant-bed.ts';
import { ACCESS_PATTERNS, type AccessPatternId } from './access-patterns.ts';
import { countEntry } from './clients/counting.ts';
import { createClientHandlers } from './clients/handlers.ts';
import { createPlatformHandlers } from './platform/handlers.ts';
import { createCallers } from './runtime/caller.ts';
import { createCursors } from './runtime/cursor.ts';

let bed: TenantBed;
let metered: MeteredTable;
let agent: Person;
let handlers: ReturnType<typeof createClientHandlers>;
let platform: ReturnType<typeof createPlatformHandlers>;
let companyId: string;
let related: readonly [string, string];
let contactId: string;
let entryId: string;

const none = { params: undefined, query: undefined, body: undefined };
const PHONE = '+79160000001';

const company = (name: string, more: object = {}) => ({
  ...none,
  body: { name, kind: 'company' as const, status: 'customer' as const, tags: ['VIP'], ...more },
});
const id = (answer: { body?: { id: string } | undefined }): string => answer.body?.id ?? '';
const as = (request: RequestOptions = {}) => bed.as(agent, request);

/** Entries of a usual size: two sentences in Russian. */
const note = (n: number) => ({
  text: `Звонили по поводу поставки ${n}. Просят прислать прайс-лист и перезвонить в пятницу после обеда.`,
});

async function fill(): Promise<void> {
  const { clients } = bed;
  const full = {
    phones: ['+7 495 123-45-67'],
    emails: ['info@romashka.example'],
    inn: '7707083893',
    industry: 'retail',
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
  companyId = id(await clients.createCompany(company('ООО «Ромашка»', full), as()));
  for (let person = 1; person <= 10; person += 1) {
    const body = {
      name: `Иванова Мария Петровна ${person}`,
      phones: [`+7916000000${person % 10}`],
      emails: [`person${person}@romashka.example`],
      companies: [{ companyId, jobTitle: 'Менеджер по закупкам', role: 'influencer' as const, influence: 3 }],
    };
    const made = id(await clients.createContact({ ...none, body }, as()));
    if (person === 1) contactId = made;
  }
  for (let n = 1; n <= 25; n += 1) {
    await clients.noteOnCompany({ params: { id: companyId }, query: undefined, body: note(n) }, as());
  }
  const body = { channel: 'call' as const, direction: 'in' as const };
  entryId = id(
    await clients.logContactWithCompany({ params: { id: companyId }, query: undefined, body }, as()),
  );
  const one = id(await clients.createCompany(company('Один'), as()));
  const other = id(await clients.createCompany(company('Другой'), as()));
  related = [one, other];
  const relation = { kind: 'partner' as const, companyId: other };
  await clients.relateCompanies({ params: { id: one }, query: undefined, body: relation }, as());
}

beforeAll(async () => {
  bed = await createTenantBed(inject('dynamodbEndpoint'));
  agent = await bed.addUser('agent', [await bed.addTeam('Продажи')]);
  await fill();
  metered = createMeteredTable(bed.endpoint, bed.tableName);
  const cursors = createCursors(metered.table);
  handlers = createClientHandlers({ table: metered.table, cursors });
  platform = createPlatformHandlers({ table: metered.table, directory: everybody });
  // The key that signs cursors is read once per environment, and has a pattern of its own.
  await cursors.seal(as(), 'warm', 'warm');
});

const at = (cardId: string) => ({ params: { id: cardId }, query: undefined, body: undefined });

const RUNS: Readonly<Record<AccessPatternId, () => Promise<unknown>>> = {
  'open-card': () => handlers.readCard(at(companyId), as()),
  'open-card-with-relations': () => handlers.readCard(at(related[0]), as()),
  'read-company': () => handlers.readCompany(at(companyId), as()),
  'read-contact': () => handlers.readContact(at(contactId), as()),
  'page-timeline': () => handlers.readCompanyTimeline({ ...at(companyId), query: { limit: 20 } }, as()),
  'lookup-by-phone': () => handlers.lookup({ ...none, query: { phone: PHONE } }, as()),
  'create-company': () =>
    handlers.createCompany(
      company('ООО «Лютик»', {
        phones: ['+7 495 000-00-01'],
        emails: ['a@lutik.example'],
        inn: '7736050003',
      }),
      as(),
    ),
  'create-contact': () =>
    handlers.createContact(
      { ...none, body: { name: 'Петров Пётр', phones: ['+7 916 111-11-11'], emails: ['p@lutik.example'] } },
      as(),
    ),
  'create-contact-at-company': () =>
    handlers.createContact(
      {
        ...none,
        body: { name: 'Петров Пётр', phones: ['+7 916 111-11-11'], companies: [{ companyId: related[0] }] },
      },
      as(),
    ),
  'create-contact-with-key': () =>
    handlers.createContact(
      { ...none, body: { name: 'Петров Пётр', phones: ['+7 916 111-11-11'], emails: ['p@lutik.example'] } },
      as({ idempotency: { key: 'metered', fingerprint: 'f' } }),
    ),
  'change-company': () => handlers.changeCompany({ ...at(companyId), body: { status: 'former' } }, as()),
  'change-contact': () =>
    handlers.changeContact({ ...at(contactId), body: { description: 'Перешла в другой отдел' } }, as()),
  'write-note': () => handlers.noteOnCompany({ ...at(related[0]), body: note(0) }, as()),
  'log-contact': () =>
    handlers.logContactWithCompany(
      {
        ...at(companyId),
        body: { channel: 'call', direction: 'out', topic: 'offer', contactIds: [contactId] },
      },
      as(),
    ),
  'count-contact': () =>
    countEntry(metered.table, {
      tenant: bed.tenant,
      subject: { type: 'company', id: companyId },
      entryId,
      eventId: entryId,
    }),
  'relate-companies': () =>
    handlers.relateCompanies({ ...at(related[0]), body: { kind: 'supplier', companyId: related[1] } }, as()),
  'know-caller': () =>
    createCallers({ table: metered.table, now: () => new Date() }).resolve(
      { issuer: 'https://issuer.example', subject: agent.email },
      undefined,
    ),
  'read-me': () => platform.readMe(none, as()),
  'list-entries': () => platform.listEntries({ ...none, params: { dictionary: 'industries' } }, as()),
  'change-user': () => platform.changeUser({ ...at(agent.id), body: { role: 'manager' } }, bed.as(bed.admin)),
  'sign-cursor': () => createCursors(metered.table).seal(as(), 'query', 'position'),
};

describe('each access pattern keeps its budget', () => {
  it.each(ACCESS_PATTERNS.map((pattern) => [pattern.id, pattern] as const))(
    '%s',
    async (patternId, pattern) => {
      const bill = await metered.measure(RUNS[patternId]);
      const { requests, reads, writes } = pattern;
      expect(bill).toEqual({ requests, reads, writes });
    },
  );
});
