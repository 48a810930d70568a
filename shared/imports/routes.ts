import * as z from 'zod';
import { defineRoutes } from '../route.ts';
import { ulidSchema } from '../ulid.ts';
import {
  dryRunInputSchema,
  importColumnsSchema,
  importInputSchema,
  importListQuerySchema,
  importListSchema,
  importViewSchema,
  newImportSchema,
  rejectedRowsSchema,
  uploadAddressSchema,
} from './import.ts';

const id = z.strictObject({ id: ulidSchema });
/** A list changes many cards at once: people who direct others bring it in. Managers see and steer only what they began (`mayImport`). */
const IMPORTERS = ['admin', 'manager'] as const;

/** Every route of the imports capability. */
export const importRoutes = defineRoutes({
  createImport: {
    method: 'POST',
    path: '/imports',
    summary: 'Begin an import of clients from a CSV file',
    description:
      'Answers with the address to send the file to (`PUT`, with the given headers). Then ask for its columns, have it checked ' +
      'by a dry run, look at what would happen, and run it. UTF-8 or Windows-1251; commas, semicolons or tabs; at most 100,000 rows.',
    roles: IMPORTERS,
    body: importInputSchema,
    response: newImportSchema,
    status: 201,
    versioned: true,
    errors: ['file.name-is-path'],
  },
  listImports: {
    method: 'GET',
    path: '/imports',
    summary: 'Imports of the last 30 days',
    description:
      'Managers see those that they began, administrators all: a page may have fewer than `limit` and a `next` all the same.',
    roles: IMPORTERS,
    query: importListQuerySchema,
    response: importListSchema,
    status: 200,
    errors: ['cursor.invalid'],
  },
  readImport: {
    method: 'GET',
    path: '/imports/{id}',
    summary: 'How an import goes',
    roles: IMPORTERS,
    params: id,
    response: importViewSchema,
    status: 200,
    versioned: true,
  },
  readImportUpload: {
    method: 'GET',
    path: '/imports/{id}/upload-address',
    summary: 'A new address for the file, where the first one has expired',
    roles: IMPORTERS,
    params: id,
    response: uploadAddressSchema,
    status: 200,
    errors: ['import.wrong-state'],
  },
  readImportColumns: {
    method: 'GET',
    path: '/imports/{id}/columns',
    summary: 'The columns of the file, with a guess where each belongs',
    roles: IMPORTERS,
    params: id,
    response: importColumnsSchema,
    status: 200,
    errors: ['import.not-uploaded', 'import.unreadable'],
  },
  dryRunImport: {
    method: 'POST',
    path: '/imports/{id}/dry-run',
    summary: 'Check every row, and change nothing',
    description:
      'Goes on in the background: read the import to see how far it is. Every row is read as the run would; what is refused can be downloaded with a reason.',
    roles: IMPORTERS,
    params: id,
    body: dryRunInputSchema,
    response: importViewSchema,
    status: 202,
    versioned: true,
    errors: [
      'import.wrong-state',
      'import.not-uploaded',
      'import.size-differs',
      'import.unreadable',
      'mapping.column-unknown',
      'mapping.column-ambiguous',
      'mapping.field-doubled',
      'mapping.option-unfit',
      'mapping.source-missing',
      'mapping.subject-missing',
      'mapping.nothing-mapped',
      'mapping.too-large',
    ],
  },
  runImport: {
    method: 'POST',
    path: '/imports/{id}/run',
    summary: 'Bring the clients in',
    description:
      'After a dry run of the same file. Goes on in the background. An external id, INN with KPP, or the exact name tells whether a client is here ' +
      'already: then filled cells are taken over and nothing is emptied. Running the same list again makes no second card.',
    roles: IMPORTERS,
    params: id,
    response: importViewSchema,
    status: 202,
    versioned: true,
    errors: ['import.wrong-state', 'import.file-replaced', 'import.another-running'],
  },
  resumeImport: {
    method: 'POST',
    path: '/imports/{id}/resume',
    summary: 'Go on with an import on which nobody works any more',
    roles: IMPORTERS,
    params: id,
    response: importViewSchema,
    status: 202,
    versioned: true,
    errors: ['import.wrong-state', 'import.at-work'],
  },
  cancelImport: {
    method: 'POST',
    path: '/imports/{id}/cancel',
    summary: 'Stop an import; what is written stays',
    roles: IMPORTERS,
    params: id,
    response: importViewSchema,
    status: 200,
    versioned: true,
    errors: ['import.wrong-state'],
  },
  readRejectedRows: {
    method: 'GET',
    path: '/imports/{id}/rejected',
    summary: 'The refused rows as a CSV file, with a reason each',
    description:
      'Mend them in the file and import it as a new one, with the same mapping: the three columns in front, which say why, are read over.',
    roles: IMPORTERS,
    params: id,
    response: rejectedRowsSchema,
    status: 200,
    errors: ['import.nothing-rejected'],
  },
});
