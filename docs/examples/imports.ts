import { CLIENT_LIST, CLIENT_ROWS } from './files.ts';
import { EXAMPLE_DAY, EXAMPLE_IDS, STAMPS } from './ids.ts';
import { downloadFrom, uploadTo } from './signed-addresses.ts';

const [HEADINGS, ...ROWS] = CLIENT_ROWS;

const FIELDS = [
  'company.name',
  'company.inn',
  'company.kpp',
  'company.phone',
  'company.industry',
  'contact.name',
  'place.jobTitle',
  'note.text',
];
const guess = FIELDS.map((field, index) => ({ column: HEADINGS[index], field }));
/** The guess, with a word that this list writes in its own way. */
const mapping = guess.map((one) =>
  one.field === 'company.industry' ? { ...one, values: { 'Торг.': 'Розничная торговля' } } : one,
);
const options = { country: 'RU', existing: 'update' };

/** What is sent to the routes of the imports capability. */
export const IMPORT_BODIES: Readonly<Record<string, unknown>> = {
  createImport: CLIENT_LIST.told,
  dryRunImport: { mapping, options },
};

const upload = uploadTo(
  `imports/${EXAMPLE_IDS.tenant}/${EXAMPLE_IDS.import}/list.csv`,
  {
    'content-type': 'text/csv',
    'content-length': String(CLIENT_LIST.told.bytes),
    'x-amz-checksum-sha256': CLIENT_LIST.told.sha256,
  },
  STAMPS.made.createdAt,
);

const unread = {
  rows: { read: 0, accepted: 0, rejected: 0 },
  companies: { created: 0, updated: 0, unchanged: 0 },
  contacts: { created: 0, updated: 0, unchanged: 0 },
  parents: { added: 0, unchanged: 0 },
  notes: { written: 0, unchanged: 0 },
};
const read = {
  ...unread,
  rows: { read: 3, accepted: 2, rejected: 1 },
  companies: { created: 1, updated: 1, unchanged: 0 },
  contacts: { created: 2, updated: 0, unchanged: 0 },
  notes: { written: 1, unchanged: 0 },
};

/** The same list once more: all of it is here already. */
const readAgain = {
  ...read,
  companies: { created: 0, updated: 0, unchanged: 2 },
  contacts: { created: 0, updated: 0, unchanged: 2 },
  notes: { written: 0, unchanged: 1 },
};

const instant = (time: string): string => `${EXAMPLE_DAY}T${time}Z`;
const changed = (time: string, version: number) => ({ ...STAMPS.made, updatedAt: instant(time), version });

const awaited = { ...CLIENT_LIST.told, id: EXAMPLE_IDS.import, state: 'awaiting-upload', stalled: false };
const checking = {
  ...awaited,
  state: 'checking',
  headings: HEADINGS,
  separator: ';',
  mapping,
  options: {
    keepUndialable: false,
    emptyWords: ['NULL', 'N/A', 'n/a', 'н/д', '-', '—'],
    ...options,
  },
  dryRun: unread,
};
const checked = {
  ...checking,
  state: 'checked',
  encoding: 'utf-8',
  totalRows: 3,
  dryRun: read,
  finishedAt: instant('09:08:10.311'),
};
const { finishedAt: _, ...runnable } = checked;
const running = {
  ...runnable,
  state: 'running',
  run: unread,
  startedAt: instant('09:10:02.960'),
};
const finished = { ...running, state: 'finished', run: read, finishedAt: instant('09:10:04.115') };
const cancelled = {
  ...checked,
  id: EXAMPLE_IDS.stalledImport,
  state: 'cancelled',
  dryRun: readAgain,
  finishedAt: instant('10:02:36.000'),
  ...changed('10:02:36.000', 10),
};

/** What the routes of the imports capability answer. */
export const IMPORT_ANSWERS: Readonly<Record<string, unknown>> = {
  createImport: { ...awaited, ...STAMPS.made, upload },
  listImports: { imports: [{ ...finished, ...changed('09:10:04.115', 9) }, cancelled] },
  readImport: { ...finished, ...changed('09:10:04.115', 9) },
  readImportUpload: upload,
  readImportColumns: {
    separator: ';',
    columns: HEADINGS.map((heading, index) => ({
      column: index + 1,
      heading,
      samples: ROWS.map((cells) => cells[index]),
    })),
    mapping: guess,
  },
  dryRunImport: { ...checking, ...changed('09:08:09.020', 2) },
  runImport: { ...running, ...changed('09:10:02.960', 6) },
  resumeImport: {
    ...checking,
    encoding: 'utf-8',
    dryRun: read,
    id: EXAMPLE_IDS.stalledImport,
    ...changed('10:01:57.233', 6),
  },
  cancelImport: cancelled,
  readRejectedRows: {
    ...downloadFrom(
      `imports/${EXAMPLE_IDS.tenant}/${EXAMPLE_IDS.import}/run-rejected.csv`,
      instant('09:12:00.000'),
    ),
    rows: 1,
  },
};
