import type { AccessPattern } from '../runtime/access-pattern.ts';

const EXPORT = 'GetItem pk = T#exports#<user>, sk = export#<id>, consistent';
const ACTING = 'BatchGetItem pk = T#people, sk = user#<id>, and pk = T#tenant, sk = tenant, consistent';

/** Uses of the table by exports; the rows themselves come from the columnar copy. */
export const EXPORT_PATTERNS = [
  {
    id: 'create-export',
    use: 'Write a few rows into a file at once',
    routes: ['createExport'],
    requests: ['TransactWriteItems export'],
    reads: 0,
    writes: 2,
  },
  {
    id: 'request-export',
    use: 'Have many rows written in the background',
    routes: [],
    requests: [
      'Query pk = T#exports#<user>, sk begins with place#, consistent',
      'TransactWriteItems export, its place, event',
    ],
    reads: 1,
    writes: 6,
  },
  {
    id: 'list-exports',
    use: 'A page of 20 exports',
    routes: ['listExports'],
    requests: ['Query pk = T#exports#<user>, sk begins with export#, newest first, 20'],
    reads: 2,
    writes: 0,
  },
  {
    id: 'read-export',
    use: 'See how an export goes',
    routes: ['readExport'],
    requests: [EXPORT],
    reads: 1,
    writes: 0,
  },
  {
    id: 'download-export',
    use: 'Fetch the file of an export: who asks by now is looked at anew',
    routes: ['readExportDownload'],
    requests: [EXPORT, ACTING],
    reads: 3,
    writes: 0,
  },
  {
    id: 'delete-export',
    use: 'Remove an export that is finished',
    routes: ['deleteExport'],
    requests: [EXPORT, 'TransactWriteItems export'],
    reads: 1,
    writes: 2,
  },
  {
    id: 'export-page',
    use: 'What a page of an export needs of the table: who asks by now, and every three seconds a word how far it is',
    routes: [],
    requests: [ACTING, 'TransactWriteItems export'],
    reads: 2,
    writes: 2,
  },
] as const satisfies readonly AccessPattern[];
