import { companyInputSchema } from '../../shared/clients/company.ts';
import { contactInputSchema, contactLinkInputSchema } from '../../shared/clients/contact.ts';
import type { ClientStats } from '../../shared/clients/stats.ts';
import {
  loggedContactInputSchema,
  noteInputSchema,
  type Subject,
  type TimelineEntry,
  timelineQuerySchema,
} from '../../shared/clients/timeline.ts';
import type { Person, RequestOptions, TenantBed } from './tenant-bed.ts';

/** What people do with clients, in one call each; by the administrator unless another person is named. */
export interface ClientDesk {
  company(body?: object, person?: Person): Promise<Subject>;
  contact(body?: object, person?: Person): Promise<Subject>;
  /** A place of a person at a company. @returns the link's id */
  link(company: Subject, contact: Subject, body?: object): Promise<string>;
  relate(company: Subject, kind: 'parent' | 'supplier' | 'partner', other: Subject): Promise<void>;
  remove(subject: Subject): Promise<void>;
  note(subject: Subject, body: object, options?: ActOptions): Promise<TimelineEntry>;
  log(subject: Subject, body: object, options?: ActOptions): Promise<TimelineEntry>;
  timeline(subject: Subject, query?: object, options?: ActOptions): Promise<Page>;
  card(company: Subject, options?: ActOptions): Promise<Card>;
}

export interface ActOptions extends RequestOptions {
  readonly person?: Person;
}

interface Page {
  readonly entries: readonly TimelineEntry[];
  readonly next?: string | undefined;
}

type Card = NonNullable<Awaited<ReturnType<TenantBed['clients']['readCard']>>['body']> & {
  readonly stats: ClientStats;
};

/** The desk of an organisation's people: bodies are parsed as the HTTP layer would. */
export function createClientDesk(bed: TenantBed): ClientDesk {
  const { clients, admin } = bed;
  const as = ({ person = admin, ...request }: ActOptions = {}) => bed.as(person, request);
  const none = { params: undefined, query: undefined, body: undefined };
  return {
    company: async (body = {}, person = admin) => {
      const input = { ...none, body: companyInputSchema.parse({ name: 'Ромашка', ...body }) };
      return { type: 'company', id: bodyOf(await clients.createCompany(input, bed.as(person))).id };
    },
    contact: async (body = {}, person = admin) => {
      const input = { ...none, body: contactInputSchema.parse({ name: 'Иван Петров', ...body }) };
      return { type: 'contact', id: bodyOf(await clients.createContact(input, bed.as(person))).id };
    },
    link: async (company, contact, body = {}) => {
      const parsed = contactLinkInputSchema.parse({ contactId: contact.id, ...body });
      return bodyOf(await clients.linkContact({ ...none, params: { id: company.id }, body: parsed }, as()))
        .id;
    },
    relate: async (company, kind, other) => {
      const body = { kind, companyId: other.id };
      await clients.relateCompanies({ ...none, params: { id: company.id }, body }, as());
    },
    remove: async ({ type, id }) => {
      const remove = type === 'company' ? clients.deleteCompany : clients.deleteContact;
      await remove({ ...none, params: { id } }, as());
    },
    note: async ({ type, id }, body, options) => {
      const note = type === 'company' ? clients.noteOnCompany : clients.noteOnContact;
      return bodyOf(await note({ ...none, params: { id }, body: noteInputSchema.parse(body) }, as(options)));
    },
    log: async ({ type, id }, body, options) => {
      const log = type === 'company' ? clients.logContactWithCompany : clients.logContactWithContact;
      const parsed = loggedContactInputSchema.parse({ channel: 'visit', ...body });
      return bodyOf(await log({ ...none, params: { id }, body: parsed }, as(options)));
    },
    timeline: async ({ type, id }, query = {}, options) => {
      const read = type === 'company' ? clients.readCompanyTimeline : clients.readContactTimeline;
      const parsed = timelineQuerySchema.parse(query);
      return bodyOf(await read({ ...none, params: { id }, query: parsed }, as(options)));
    },
    card: async ({ id }, options) => bodyOf(await clients.readCard({ ...none, params: { id } }, as(options))),
  };
}

/** What an answer holds. */
export function bodyOf<Body>({ body }: { readonly body?: Body }): Body {
  if (body === undefined) throw new Error('The answer has no body.');
  return body;
}
