import type { CLIENT_PATTERNS } from '../../functions/clients/access-patterns.ts';
import { countEntry } from '../../functions/clients/counting.ts';
import { createPurge } from '../../functions/clients/purging.ts';
import { at, bareCompany, call, type Fixture, idOf, none, note } from './fixture.ts';
import { quiet, type Runs } from './runs.ts';

type Id = (typeof CLIENT_PATTERNS)[number]['id'];
export type Make = ReturnType<typeof maker>;

/** 500 characters of Russian: 915 bytes. */
const LONG_TEXT = 'Обсудили поставку на весну. '.repeat(18).slice(0, 500);

/** Makes records of its own for a run, unmetered, so that no run depends on another. */
/** Makes records for runs, unmetered. */
export function maker({ bed, as }: Fixture) {
  const company = async (more: object = {}) =>
    idOf(await bed.clients.createCompany(bareCompany('ООО «Василёк»', more), as()));
  const contact = async (more: object = {}) =>
    idOf(
      await bed.clients.createContact(
        { ...none, body: { name: 'Петров Пётр Петрович', phones: ['+7 916 111-11-11'], ...more } },
        as(),
      ),
    );
  return {
    company,
    contact,
    placed: async () => {
      const companyId = await company();
      return { companyId, contactId: await contact({ companies: [{ companyId }] }) };
    },
    related: async (kind: 'partner' | 'parent') => {
      const [one, other] = [await company(), await company()];
      await bed.clients.relateCompanies({ ...at(one), body: { kind, companyId: other } }, as());
      return { one, other };
    },
    link: async () => {
      const [companyId, contactId] = [await company(), await contact()];
      const answer = await bed.clients.linkContact({ ...at(companyId), body: { contactId } }, as());
      return { params: { id: companyId, linkId: idOf(answer) }, query: undefined, body: undefined };
    },
  };
}

/** How each pattern of the clients capability comes about. */
export function clientRuns(fixture: Fixture): Runs<Id> {
  const make = maker(fixture);
  return {
    ...reads(fixture, make),
    ...companies(fixture, make),
    ...contacts(fixture, make),
    ...entries(fixture, make),
  };
}

function reads({ bed, clients, as, companyId, contactId }: Fixture, make: Make) {
  const timeline = (kind?: 'note') => ({
    ...at(companyId),
    query: { limit: 20, ...(kind ? { kind: [kind] } : {}) },
  });
  return {
    'open-card': async () => () => clients.readCard(at(companyId), as()),
    'open-card-with-relations': async () => {
      const { one } = await make.related('partner');
      return () => clients.readCard(at(one), as());
    },
    'open-card-with-long-notes': async () => {
      const id = await make.company();
      for (let n = 0; n < 20; n += 1) {
        await bed.clients.noteOnCompany({ ...at(id), body: { text: LONG_TEXT } }, as());
      }
      return () => clients.readCard(at(id), as());
    },
    'open-card-with-documents': async () => {
      const id = await make.company();
      for (let n = 0; n < 20; n += 1) await bed.desk.attach({ type: 'company', id });
      return () => clients.readCard(at(id), as());
    },
    'read-company': async () => () => clients.readCompany(at(companyId), as()),
    'read-contact': async () => () => clients.readContact(at(contactId), as()),
    'read-contact-with-documents': async () => {
      const { contactId } = await make.placed();
      await bed.desk.attach({ type: 'contact', id: contactId });
      return () => clients.readContact(at(contactId), as());
    },
    'page-timeline': async () => () => clients.readCompanyTimeline(timeline(), as()),
    'page-timeline-by-kind': async () => () => clients.readCompanyTimeline(timeline('note'), as()),
    'page-timeline-of-contact': async () => () =>
      clients.readContactTimeline({ ...at(contactId), query: { limit: 20 } }, as()),
    'lookup-nobody': async () => () =>
      clients.lookup({ ...none, query: { phone: '+7 495 999-99-99' } }, as()),
    'lookup-by-phone': async () => () =>
      clients.lookup({ ...none, query: { phone: '8 916 000-00-10' } }, as()),
    'lookup-by-inn': async () => () => clients.lookup({ ...none, query: { inn: '7707083893' } }, as()),
  };
}

function companies({ bed, clients, as }: Fixture, make: Make) {
  const phone = { phones: ['+7 495 000-00-02'] };
  const relate = async (kind: 'partner' | 'parent') => {
    const [one, companyId] = [await make.company(), await make.company()];
    return () => clients.relateCompanies({ ...at(one), body: { kind, companyId } }, as());
  };
  return {
    'create-company': async () => () =>
      clients.createCompany(
        bareCompany('ООО «Лютик»', {
          phones: ['+7 495 000-00-01'],
          emails: ['a@lutik.example'],
          inn: '7736050003',
        }),
        as(),
      ),
    'change-company': async () => {
      const id = await make.company();
      return () => clients.changeCompany({ ...at(id), body: { status: 'former' } }, as());
    },
    'delete-company': async () => {
      const id = await make.company(phone);
      return () => clients.deleteCompany(at(id), as());
    },
    'restore-company': async () => {
      const id = await make.company(phone);
      await bed.clients.deleteCompany(at(id), as());
      return () => clients.restoreCompany(at(id), as());
    },
    'relate-companies': () => relate('partner'),
    'relate-to-parent': () => relate('parent'),
    'unrelate-companies': async () => {
      const { one, other } = await make.related('partner');
      const params = { id: one, kind: 'partner' as const, companyId: other };
      return () => clients.unrelateCompanies({ ...none, params }, as());
    },
  };
}

function contacts({ bed, clients, as }: Fixture, make: Make) {
  const body = { name: 'Петров Пётр', phones: ['+7 916 111-11-11'], emails: ['p@lutik.example'] };
  return {
    'create-contact': async () => () => clients.createContact({ ...none, body }, as()),
    'create-contact-with-key': async () => () =>
      clients.createContact(
        { ...none, body },
        as({ idempotency: { key: 'metered', fingerprint: 'f'.repeat(43) } }),
      ),
    'create-contact-at-company': async () => {
      const companyId = await make.company();
      const { name, phones } = body;
      return () =>
        clients.createContact({ ...none, body: { name, phones, companies: [{ companyId }] } }, as());
    },
    'change-contact': async () => {
      const { contactId } = await make.placed();
      const patch = { description: 'Перешла в другой отдел' };
      return () => clients.changeContact({ ...at(contactId), body: patch }, as());
    },
    'delete-contact': async () => {
      const { contactId } = await make.placed();
      return () => clients.deleteContact(at(contactId), as());
    },
    'restore-contact': async () => {
      const { contactId } = await make.placed();
      await bed.clients.deleteContact(at(contactId), as());
      return () => clients.restoreContact(at(contactId), as());
    },
    'link-contact': async () => {
      const { contactId } = await make.placed();
      const companyId = await make.company();
      return () => clients.linkContact({ ...at(companyId), body: { contactId } }, as());
    },
    'change-link': async () => {
      const link = await make.link();
      return () => clients.changeContactLink({ ...link, body: { jobTitle: 'Директор' } }, as());
    },
    'unlink-contact': async () => {
      const link = await make.link();
      return () => clients.unlinkContact(link, as());
    },
  };
}

function entries({ bed, metered, clients, as, companyId: lively, contactId: known }: Fixture, make: Make) {
  const { tenant } = bed;
  return {
    'write-note': async () => {
      const id = await make.company();
      return () => clients.noteOnCompany({ ...at(id), body: note(0) }, as());
    },
    'correct-note': async () => {
      const id = await make.company();
      const corrects = idOf(await bed.clients.noteOnCompany({ ...at(id), body: note(0) }, as()));
      return () => clients.noteOnCompany({ ...at(id), body: { ...note(1), corrects } }, as());
    },
    'write-note-on-contact': async () => {
      const { contactId } = await make.placed();
      return () => clients.noteOnContact({ ...at(contactId), body: note(0) }, as());
    },
    'log-contact': async () => () =>
      clients.logContactWithCompany({ ...at(lively), body: call([known]) }, as()),
    'log-contact-on-contact': async () => {
      const { contactId } = await make.placed();
      const body = { channel: 'meeting' as const, outcome: 'Показали образцы' };
      return () => clients.logContactWithContact({ ...at(contactId), body }, as());
    },
    'count-contact': async () => {
      const id = await make.company();
      const entryId = idOf(await bed.clients.logContactWithCompany({ ...at(id), body: call([]) }, as()));
      const subject = { type: 'company' as const, id };
      return () => countEntry(metered.table, { tenant, subject, entryId, eventId: entryId });
    },
    'purge-card': async () => {
      const { one } = await make.related('partner');
      const pk = `T#${tenant.id}#company#${one}`;
      const purge = createPurge({ table: metered.table, files: bed.files, logger: quiet });
      const Keys = { pk: { S: pk }, sk: { S: 'card' } };
      return () => purge({ Records: [{ dynamodb: { Keys, SequenceNumber: '1' } }] });
    },
  };
}
