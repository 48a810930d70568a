import * as z from 'zod';
import { EVERYONE, WRITERS } from '../access.ts';
import { defineRoutes } from '../route.ts';
import { ulidSchema } from '../ulid.ts';
import {
  exportDownloadSchema,
  exportInputSchema,
  exportListQuerySchema,
  exportListSchema,
  exportViewSchema,
} from './export.ts';

const id = z.strictObject({ id: ulidSchema });

/** Every route of the exports capability. Each person sees the own exports only: a file holds what its asker may see. */
export const exportRoutes = defineRoutes({
  createExport: {
    method: 'POST',
    path: '/exports',
    summary: 'Write all rows of a search into a CSV or XLSX file',
    description:
      'Up to 5,000 rows are written at once: the answer is `finished`. More are written in the background (202): read the export to ' +
      'see how far it is. Faults of the question have pointers below `/search` and `/fields`. Rows that stay as they are appear exactly once.',
    roles: WRITERS,
    body: exportInputSchema,
    response: exportViewSchema,
    status: 201,
    versioned: true,
    errors: [
      'question.invalid',
      'file.name-is-path',
      'export.too-many',
      'selection.lost',
      'search.answer-too-large',
      'search.over-time',
      'search.over-memory',
      'search.preparing',
      'search.busy',
      'search.unavailable',
    ],
  },
  listExports: {
    method: 'GET',
    path: '/exports',
    summary: 'Your exports of the last seven days',
    roles: EVERYONE,
    query: exportListQuerySchema,
    response: exportListSchema,
    status: 200,
    errors: ['cursor.invalid'],
  },
  readExport: {
    method: 'GET',
    path: '/exports/{id}',
    summary: 'How an export goes',
    roles: EVERYONE,
    params: id,
    response: exportViewSchema,
    status: 200,
    versioned: true,
  },
  readExportDownload: {
    method: 'GET',
    path: '/exports/{id}/download',
    summary: 'The address of the file',
    description:
      'A file holds what its asker saw when it was made. To whom less is shown by now it is not given (`export.sight-narrowed`): export again.',
    roles: EVERYONE,
    params: id,
    response: exportDownloadSchema,
    status: 200,
    errors: ['export.not-finished', 'export.sight-narrowed'],
  },
  deleteExport: {
    method: 'DELETE',
    path: '/exports/{id}',
    summary: 'Stop an export, and remove it with its file',
    roles: EVERYONE,
    params: id,
    status: 204,
    versioned: true,
  },
});
