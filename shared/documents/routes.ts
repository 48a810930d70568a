import * as z from 'zod';
import { ADMINS, EVERYONE, WRITERS } from '../access.ts';
import { defineRoutes } from '../route.ts';
import { ulidSchema } from '../ulid.ts';
import {
  awaitedDocumentSchema,
  documentInputSchema,
  documentSchema,
  documentsPageSchema,
  documentsQuerySchema,
  downloadSchema,
  verdictInputSchema,
} from './document.ts';

const card = z.strictObject({ id: ulidSchema });
const one = z.strictObject({ id: ulidSchema, documentId: ulidSchema });

/** How a document comes to a card: announced, sent to the store, completed. */
const addingTo = <const S extends 'companies' | 'contacts'>(subject: S, what: string) =>
  ({
    create: {
      method: 'POST',
      path: `/${subject}/{id}/documents`,
      summary: `Announce a document of a ${what}, and get an address to send it to`,
      description:
        'Send exactly what was announced to `upload.url` with `upload.headers`, within 15 minutes, then complete it within a day. ' +
        'A repeat with the same Idempotency-Key gets a fresh address for the same document.',
      roles: WRITERS,
      params: card,
      body: documentInputSchema,
      response: awaitedDocumentSchema,
      status: 201,
      errors: [
        'document.too-many',
        'reference.unknown',
        'file-name.separator',
        'file-name.direction',
        'file-name.trailing-dot',
        'file-name.reserved',
        'file-name.extension',
      ],
    },
    complete: {
      method: 'POST',
      path: `/${subject}/{id}/documents/{documentId}/complete`,
      summary: `Put a document that was sent on the card of a ${what}`,
      description:
        'Looks at what was sent: its size, checksum and first bytes. What is not as announced is thrown away. Completing twice is harmless.',
      roles: WRITERS,
      params: one,
      response: documentSchema,
      status: 200,
      errors: [
        'document.not-uploaded',
        'document.content-mismatch',
        'document.type-mismatch',
        'document.too-many',
        'record.busy',
      ],
    },
  }) as const;

const onceThere = <const S extends 'companies' | 'contacts'>(subject: S, what: string) =>
  ({
    list: {
      method: 'GET',
      path: `/${subject}/{id}/documents`,
      summary: `The documents of a ${what}, newest first`,
      roles: EVERYONE,
      params: card,
      query: documentsQuerySchema,
      response: documentsPageSchema,
      status: 200,
      errors: ['cursor.invalid'],
    },
    read: {
      method: 'GET',
      path: `/${subject}/{id}/documents/{documentId}`,
      summary: `Read what is known of a document of a ${what}`,
      roles: EVERYONE,
      params: one,
      response: documentSchema,
      status: 200,
    },
    download: {
      method: 'GET',
      path: `/${subject}/{id}/documents/{documentId}/download`,
      summary: `Get an address to fetch a document of a ${what} from`,
      description: 'Good for 15 minutes. The content always comes as an attachment.',
      roles: EVERYONE,
      params: one,
      response: downloadSchema,
      status: 200,
      errors: ['document.not-uploaded', 'document.infected', 'document.not-scanned'],
    },
    judge: {
      method: 'PUT',
      path: `/${subject}/{id}/documents/{documentId}/verdict`,
      summary: `Report what a virus scanner says of a document of a ${what}`,
      description:
        'For the scanner that is told by the event `document.uploaded.v1`. An infected document cannot be fetched, and only who found it infected may report it clean.',
      roles: ADMINS,
      params: one,
      body: verdictInputSchema,
      response: documentSchema,
      status: 200,
      errors: ['document.not-uploaded', 'document.found-infected', 'record.busy'],
    },
    remove: {
      method: 'DELETE',
      path: `/${subject}/{id}/documents/{documentId}`,
      summary: `Remove a document of a ${what} for good`,
      description: 'Whoever may change the card may, and whoever attached it. It cannot be restored.',
      roles: WRITERS,
      params: one,
      status: 204,
      errors: ['record.busy'],
    },
  }) as const;

const company = { ...addingTo('companies', 'company'), ...onceThere('companies', 'company') };
const contact = { ...addingTo('contacts', 'contact'), ...onceThere('contacts', 'contact') };

/** Every route of the documents capability. */
export const documentRoutes = defineRoutes({
  createCompanyDocument: company.create,
  completeCompanyDocument: company.complete,
  listCompanyDocuments: company.list,
  readCompanyDocument: company.read,
  downloadCompanyDocument: company.download,
  judgeCompanyDocument: company.judge,
  removeCompanyDocument: company.remove,
  createContactDocument: contact.create,
  completeContactDocument: contact.complete,
  listContactDocuments: contact.list,
  readContactDocument: contact.read,
  downloadContactDocument: contact.download,
  judgeContactDocument: contact.judge,
  removeContactDocument: contact.remove,
});
