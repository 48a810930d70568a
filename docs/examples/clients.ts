import { companyDocument, contactDocument } from './documents.ts';
import { EXAMPLE_IDS, STAMPS } from './ids.ts';
import { call, contactNote, happened, meeting, note, onCompany, onContact } from './timeline.ts';

const { version: _, ...withoutVersion } = STAMPS.made;

const company = {
  id: EXAMPLE_IDS.company,
  kind: 'company',
  name: 'ООО «Ромашка»',
  legalName: 'Общество с ограниченной ответственностью «Ромашка»',
  inn: '7707083893',
  kpp: '773601001',
  industry: 'retail',
  segment: 'medium',
  leadSource: 'exhibition',
  owner: EXAMPLE_IDS.admin,
  tags: ['exhibition-2026', 'VIP'],
  addresses: [
    { kind: 'legal', line: 'ул. Ленина, 5, оф. 12', city: 'Москва', postalCode: '101000', country: 'RU' },
  ],
  externalIds: [{ source: '1c', id: '000000123' }],
  phones: [
    { number: '+74951234567', kind: 'work', dialable: true },
    { number: '+79160001122', kind: 'mobile', label: 'Склад', dialable: true },
  ],
  emails: [{ address: 'info@romashka.example', kind: 'work' }],
};
const annualRevenue = { amount: '48000000.00', currency: 'RUB' };

const newCompany = {
  ...company,
  status: 'prospect',
  website: 'https://romashka.example/',
  finances: { annualRevenue, creditLimit: { amount: '500000.00', currency: 'RUB' } },
  ...STAMPS.made,
};
const changedCompany = { ...company, status: 'customer', finances: { annualRevenue } };

const phonesOf = (number: string) => [{ number, kind: 'work', dialable: true }];
const emails = [{ address: 'ivanova@romashka.example', kind: 'work' }];

const contact = {
  id: EXAMPLE_IDS.contact,
  name: 'Иванова Мария Петровна',
  firstName: 'Мария',
  middleName: 'Петровна',
  lastName: 'Иванова',
  owner: EXAMPLE_IDS.admin,
  emails,
};
const newContact = { ...contact, phones: phonesOf('+79160001122'), ...STAMPS.made };
const changedContact = { ...contact, phones: phonesOf('+79160001123'), birthday: '1985-04-12' };

const place = {
  id: EXAMPLE_IDS.link,
  companyId: EXAMPLE_IDS.company,
  contactId: EXAMPLE_IDS.contact,
  jobTitle: 'Директор по закупкам',
  role: 'decision-maker',
  influence: 5,
  from: '2024-03-01',
};
const summary = { name: contact.name, phones: phonesOf('+79160001122'), emails, version: 1 };
const newLink = { ...place, primary: true, contact: summary, ...STAMPS.made };

const { updatedAt: _at, updatedBy: _by, ...created } = withoutVersion;
const relation = {
  kind: 'partner',
  companyId: EXAMPLE_IDS.partner,
  name: 'АО «Лютик»',
  note: 'С 2024 года',
  ...created,
};

const card = {
  company: newCompany,
  contacts: [newLink],
  relations: [relation],
  timeline: {
    entries: [
      {
        id: '01KA8HNW4S7RYB2KQZD0M3GXE9',
        kind: 'document-attached',
        subject: onCompany,
        ...happened('09:41:22.070'),
        about: { type: 'document', id: EXAMPLE_IDS.document, name: companyDocument.fileName },
      },
      call,
      note,
      {
        id: '01KA8HAJAXDD0APTSZJV908GMP',
        kind: 'contact-linked',
        subject: onCompany,
        ...happened('09:11:22.717'),
        about: { type: 'contact', id: EXAMPLE_IDS.contact, name: contact.name },
      },
      { id: '01KA8H1MKC98D6SFHVKP0HEGNA', kind: 'created', subject: onCompany, ...happened('09:06:30.124') },
    ],
  },
  documents: { latest: [companyDocument], count: 1 },
  stats: {
    contacts: 1,
    byChannel: { call: 1, letter: 0, meeting: 0, visit: 0 },
    lastContactAt: call.occurredAt,
    lastContactChannel: 'call',
    lastContactId: EXAMPLE_IDS.call,
    notes: 1,
    lastNoteAt: note.occurredAt,
  },
};

/** What the routes of the clients capability answer. */
export const CLIENT_ANSWERS: Readonly<Record<string, unknown>> = {
  createCompany: newCompany,
  readCompanies: { companies: [newCompany], missing: [EXAMPLE_IDS.gone] },
  readCompany: newCompany,
  changeCompany: { ...changedCompany, ...STAMPS.changed },
  restoreCompany: { ...changedCompany, ...STAMPS.restored },
  readCard: card,
  readCompanyTimeline: { entries: [call, note] },
  noteOnCompany: note,
  logContactWithCompany: call,
  relateCompanies: relation,
  linkContact: newLink,
  changeContactLink: { ...place, to: '2026-11-30', contact: summary, ...STAMPS.changed },
  createContact: newContact,
  readContacts: { contacts: [newContact], missing: [] },
  readContact: {
    ...newContact,
    companies: [
      {
        ...place,
        companyName: company.name,
        primary: true,
        ...STAMPS.made,
      },
      {
        id: EXAMPLE_IDS.partnerLink,
        companyId: EXAMPLE_IDS.partner,
        companyName: 'АО «Лютик»',
        contactId: EXAMPLE_IDS.contact,
        jobTitle: 'Директор',
        role: 'decision-maker',
        influence: 5,
        ...STAMPS.made,
      },
    ],
    documents: { latest: [contactDocument], count: 1 },
  },
  changeContact: { ...changedContact, ...STAMPS.changed },
  restoreContact: { ...changedContact, ...STAMPS.restored },
  readContactTimeline: {
    entries: [meeting, contactNote, { ...call, subject: onContact, origin: onCompany }],
  },
  noteOnContact: contactNote,
  logContactWithContact: meeting,
  lookup: {
    hits: [
      {
        type: 'company',
        id: EXAMPLE_IDS.company,
        name: company.name,
        status: 'prospect',
        owner: EXAMPLE_IDS.admin,
        companies: [],
        updatedAt: STAMPS.made.updatedAt,
      },
    ],
    more: false,
  },
};
