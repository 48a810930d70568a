import { BUSINESS_CARD, CONTRACT, type ExampleFile } from './files.ts';
import { EXAMPLE_DAY, EXAMPLE_IDS } from './ids.ts';
import { downloadFrom, uploadTo } from './signed-addresses.ts';
import { onCompany, onContact } from './timeline.ts';

const contract = {
  ...CONTRACT.told,
  contentType: 'application/pdf',
  entryId: EXAMPLE_IDS.call,
  description: 'Подписан обеими сторонами',
};
const businessCard = { ...BUSINESS_CARD.told, contentType: 'image/jpeg' };

const VERDICTS = {
  clean: { verdict: 'clean', scanner: 'ClamAV 1.4' },
  infected: { verdict: 'infected', scanner: 'ClamAV 1.4' },
};

/** What is sent to the routes of the documents capability. */
export const DOCUMENT_BODIES: Readonly<Record<string, unknown>> = {
  createCompanyDocument: contract,
  judgeCompanyDocument: VERDICTS.clean,
  createContactDocument: businessCard,
  judgeContactDocument: VERDICTS.infected,
};

const announcedContract = {
  ...contract,
  id: EXAMPLE_IDS.document,
  subject: onCompany,
  state: 'awaiting-upload',
  createdAt: `${EXAMPLE_DAY}T09:40:51.306Z`,
  createdBy: EXAMPLE_IDS.admin,
};
export const companyDocument = {
  ...announcedContract,
  state: 'stored',
  storedAt: `${EXAMPLE_DAY}T09:41:22.070Z`,
};

const announcedCard = {
  ...businessCard,
  id: EXAMPLE_IDS.contactDocument,
  subject: onContact,
  state: 'awaiting-upload',
  createdAt: `${EXAMPLE_DAY}T09:44:08.520Z`,
  createdBy: EXAMPLE_IDS.admin,
};
export const contactDocument = {
  ...announcedCard,
  state: 'stored',
  storedAt: `${EXAMPLE_DAY}T09:44:10.214Z`,
};

/** What the store is told of a content, and holds it to. */
const headersOf = (contentType: string, { told }: ExampleFile) => ({
  'content-type': contentType,
  'content-length': String(told.bytes),
  'x-amz-checksum-sha256': told.sha256,
});

const at = `${EXAMPLE_DAY}T10:05:00.000Z`;
const by = EXAMPLE_IDS.admin;

/** What the routes of the documents capability answer. */
export const DOCUMENT_ANSWERS: Readonly<Record<string, unknown>> = {
  createCompanyDocument: {
    ...announcedContract,
    upload: uploadTo(
      `documents/incoming/${EXAMPLE_IDS.tenant}/${EXAMPLE_IDS.document}`,
      headersOf(contract.contentType, CONTRACT),
      announcedContract.createdAt,
    ),
  },
  completeCompanyDocument: companyDocument,
  listCompanyDocuments: { documents: [companyDocument] },
  readCompanyDocument: companyDocument,
  downloadCompanyDocument: downloadFrom(`documents/${EXAMPLE_IDS.tenant}/${EXAMPLE_IDS.document}`, at),
  judgeCompanyDocument: { ...companyDocument, scan: { ...VERDICTS.clean, by, at } },
  createContactDocument: {
    ...announcedCard,
    upload: uploadTo(
      `documents/incoming/${EXAMPLE_IDS.tenant}/${EXAMPLE_IDS.contactDocument}`,
      headersOf(businessCard.contentType, BUSINESS_CARD),
      announcedCard.createdAt,
    ),
  },
  completeContactDocument: contactDocument,
  listContactDocuments: { documents: [contactDocument] },
  readContactDocument: contactDocument,
  downloadContactDocument: downloadFrom(`documents/${EXAMPLE_IDS.tenant}/${EXAMPLE_IDS.contactDocument}`, at),
  judgeContactDocument: { ...contactDocument, scan: { ...VERDICTS.infected, by, at } },
};
