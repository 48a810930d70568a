import { EXAMPLE_DAY, EXAMPLE_IDS, STAMPS } from './ids.ts';
import { downloadFrom } from './signed-addresses.ts';

const asked = {
  object: 'companies',
  search: { filter: { field: 'status', op: 'eq', value: 'customer' }, typos: true },
  format: 'xlsx',
  fields: ['name', 'leadSource', 'owner', 'updatedAt'],
  language: 'ru',
  fileName: 'Клиенты.xlsx',
};

/** What is sent to the routes of the exports capability. */
export const EXPORT_BODIES: Readonly<Record<string, unknown>> = { createExport: asked };

const made = {
  ...asked,
  ...STAMPS.made,
  id: EXAMPLE_IDS.export,
  state: 'finished',
  rows: 1,
  total: 1,
  finishedAt: `${EXAMPLE_DAY}T09:06:30.391Z`,
  expiresAt: '2025-11-24T09:06:30.124Z',
};

/** What the routes of the exports capability answer. */
export const EXPORT_ANSWERS: Readonly<Record<string, unknown>> = {
  createExport: made,
  listExports: { exports: [made] },
  readExport: made,
  readExportDownload: {
    ...downloadFrom(`exports/${EXAMPLE_IDS.tenant}/${EXAMPLE_IDS.export}`, `${EXAMPLE_DAY}T09:12:00.000Z`),
    fileName: 'Клиенты.xlsx',
  },
};
