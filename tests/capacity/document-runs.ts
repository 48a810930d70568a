import { createPurge } from '../../functions/clients/purging.ts';
import type { DOCUMENT_PATTERNS } from '../../functions/documents/access-patterns.ts';
import { cardPartition } from '../../functions/runtime/references.ts';
import type { Subject } from '../../shared/clients/timeline.ts';
import { DOCUMENT } from '../equipment/document-desk.ts';
import { at, bareCompany, type Fixture, idOf, none } from './fixture.ts';
import { quiet, type Runs } from './runs.ts';

type Id = (typeof DOCUMENT_PATTERNS)[number]['id'];

/** How each pattern of the documents capability comes about. */
export function documentRuns(fixture: Fixture): Runs<Id> {
  const make = maker(fixture);
  return { ...adding(fixture, make), ...reading(fixture, make), ...changing(fixture, make) };
}

/** Cards of their own for each run, unmetered, so that no run depends on another. */
function maker({ bed, as }: Fixture) {
  const company = async (): Promise<Subject> => ({
    type: 'company',
    id: idOf(await bed.clients.createCompany(bareCompany('ООО «Василёк»'), as())),
  });
  const contact = async (): Promise<Subject> => {
    const { id: companyId } = await company();
    const body = { name: 'Петров Пётр Петрович', phones: ['+7 916 111-11-11'], companies: [{ companyId }] };
    return { type: 'contact', id: idOf(await bed.clients.createContact({ ...none, body }, as())) };
  };
  return {
    company,
    contact,
    announced: (subject: Subject) => bed.desk.announce(subject),
    stored: (subject: Subject) => bed.desk.attach(subject),
  };
}
type Make = ReturnType<typeof maker>;

const one = ({ id }: Subject, documentId: string) => ({
  params: { id, documentId },
  query: undefined,
  body: undefined,
});

function adding({ documents, as }: Fixture, make: Make) {
  return {
    'announce-document': async () => {
      const { id } = await make.company();
      return () => documents.createCompanyDocument({ ...at(id), body: DOCUMENT }, as());
    },
    'announce-document-of-contact': async () => {
      const { id } = await make.contact();
      return () => documents.createContactDocument({ ...at(id), body: DOCUMENT }, as());
    },
    'complete-document': async () => {
      const card = await make.company();
      await make.stored(card);
      const id = await make.announced(card);
      return () => documents.completeCompanyDocument(one(card, id), as());
    },
    'complete-document-of-contact': async () => {
      const card = await make.contact();
      const id = await make.announced(card);
      return () => documents.completeContactDocument(one(card, id), as());
    },
  };
}

function reading({ documents, as }: Fixture, make: Make) {
  const page = { query: { limit: 20 } };
  return {
    'list-documents': async () => {
      const card = await make.company();
      for (let n = 0; n < 21; n += 1) await make.stored(card);
      return () => documents.listCompanyDocuments({ ...at(card.id), ...page }, as());
    },
    'list-documents-of-contact': async () => {
      const card = await make.contact();
      await make.stored(card);
      return () => documents.listContactDocuments({ ...at(card.id), ...page }, as());
    },
    'read-document': async () => {
      const card = await make.company();
      const id = await make.stored(card);
      return () => documents.downloadCompanyDocument(one(card, id), as());
    },
    'read-document-of-contact': async () => {
      const card = await make.contact();
      const id = await make.stored(card);
      return () => documents.readContactDocument(one(card, id), as());
    },
  };
}

function changing({ bed, documents, metered, as }: Fixture, make: Make) {
  return {
    'judge-document': async () => {
      const card = await make.company();
      const id = await make.stored(card);
      return () => documents.judgeCompanyDocument({ ...one(card, id), body: { verdict: 'clean' } }, as());
    },
    'judge-document-of-contact': async () => {
      const card = await make.contact();
      const id = await make.stored(card);
      return () => documents.judgeContactDocument({ ...one(card, id), body: { verdict: 'infected' } }, as());
    },
    'remove-document': async () => {
      const card = await make.company();
      const id = await make.stored(card);
      return () => documents.removeCompanyDocument(one(card, id), as());
    },
    'remove-document-of-contact': async () => {
      const card = await make.contact();
      const id = await make.stored(card);
      return () => documents.removeContactDocument(one(card, id), as());
    },
    'clean-up-announcement': async () => {
      const card = await make.company();
      const sk = `upload#${await make.announced(card)}`;
      const purge = createPurge({ table: metered.table, files: bed.files, logger: quiet });
      const Keys = { pk: { S: cardPartition(bed.tenant, card) }, sk: { S: sk } };
      return () => purge({ Records: [{ dynamodb: { Keys, SequenceNumber: '1' } }] });
    },
  };
}
