import type { AccessPattern } from '../runtime/access-pattern.ts';

const IMPORT = 'GetItem pk = T#imports, sk = import#<id>, consistent';
const ASKED = 'TransactWriteItems import, event';
const ACTING = 'BatchGetItem pk = T#people, sk = user#<id>, and pk = T#tenant, sk = tenant, consistent';
const PART = 'TransactWriteItems import';
const EXTERNAL_IDS = 'BatchGetItem pk = T#lookup#external#<value>, sk = unique, of each row, consistent';
const FIRMS = 'BatchGetItem pk = T#company#<id>, sk = card, of each firm found, consistent';

const ROUTES = [
  {
    id: 'create-import',
    use: 'Begin an import',
    routes: ['createImport'],
    requests: [PART],
    reads: 0,
    writes: 2,
  },
  {
    id: 'list-imports',
    use: 'A page of 20 imports',
    routes: ['listImports'],
    requests: ['Query pk = T#imports, sk begins with import#, newest first, 20'],
    reads: 1,
    writes: 0,
  },
  {
    id: 'read-import',
    use: 'See how an import goes',
    routes: ['readImport', 'readImportUpload', 'readImportColumns', 'readRejectedRows'],
    requests: [IMPORT],
    reads: 1,
    writes: 0,
  },
  {
    id: 'dry-run-import',
    use: 'Ask for a dry run of a list with four columns',
    routes: ['dryRunImport'],
    requests: [IMPORT, ASKED],
    reads: 1,
    writes: 4,
  },
  {
    id: 'cancel-import',
    use: 'Cancel a running import',
    routes: ['cancelImport'],
    requests: [IMPORT, 'TransactWriteItems import, event, the place of the running import freed'],
    reads: 1,
    writes: 8,
  },
  {
    id: 'run-import',
    use: 'Ask for the run',
    routes: ['runImport'],
    requests: [IMPORT, 'TransactWriteItems import, event, the place of the running import'],
    reads: 1,
    writes: 8,
  },
  {
    id: 'resume-import',
    use: 'Go on with an import that stands still',
    routes: ['resumeImport'],
    requests: [IMPORT, ASKED],
    reads: 1,
    writes: 6,
  },
] as const satisfies readonly AccessPattern[];

const ROWS = [
  {
    id: 'import-new-client',
    use: 'A row that brings a firm with external id, INN, phone and e-mail, a person and a note; 100 rows share the first request',
    routes: [],
    requests: [
      EXTERNAL_IDS,
      'Query pk = T#lookup#inn#<value>, sk begins with company#, consistent',
      'Query pk = T#lookup#name#<value>, sk begins with company#, consistent',
      'TransactWriteItems row, company, 5 lookups, entry, event, contact, entry, event, both sides of the link, entry, event, note, its mark, event',
    ],
    reads: 3,
    writes: 45,
  },
  {
    id: 'import-known-client',
    use: 'A row that finds its firm by external id, the person there and the note, and changes nothing; 100 rows share the first two requests',
    routes: [],
    requests: [
      EXTERNAL_IDS,
      FIRMS,
      'Query pk = T#company#<id>, sk begins with card#contact#, consistent',
      'Query pk = T#contact#<id>, sk begins with card, consistent',
      'BatchGetItem pk = T#company#<id>, sk = card, of each company of the person, consistent',
      'GetItem pk = T#company#<id>, sk = card#contact#<link>, consistent',
      'GetItem pk = T#company#<id>, sk = imported-note#<hash>, consistent',
    ],
    reads: 7,
    writes: 0,
  },
  {
    id: 'import-parent',
    use: 'A row that gives its firm a parent that has none; 100 rows share the first two requests, and rows with one parent the third',
    routes: [],
    requests: [
      EXTERNAL_IDS,
      FIRMS,
      'Query pk = T#company#<parent>, sk begins with card#relation#parent#, consistent',
      'GetItem pk = T#company#<id>, sk = card, consistent',
      'BatchGetItem pk = T#company#<parent>, sk = card, consistent',
      'Query pk = T#company#<parent>, sk begins with card#relation#parent#, consistent',
      'TransactWriteItems as relate-to-parent',
    ],
    reads: 8,
    writes: 16,
  },
  {
    id: 'import-part',
    use: 'Whether the person may still import, and a word how far it is: one of each for 200 rows',
    routes: [],
    requests: [ACTING, PART],
    reads: 2,
    writes: 2,
  },
] as const satisfies readonly AccessPattern[];

/** Uses of the table by imports. */
export const IMPORT_PATTERNS = [...ROUTES, ...ROWS] as const;
