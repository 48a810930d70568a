import { EXAMPLE_IDS } from './examples/ids.ts';
import { below, type ProblemCode, posts, writes } from './problem-code.ts';
import { SELECTION_CONFLICTS } from './problem-search.ts';

const conflict = (
  code: string,
  meaning: string,
  more: Pick<ProblemCode, 'on' | 'details'> = {},
): ProblemCode => ({ code, kind: 'conflict', meaning, ...more });

/** What stands in the way of a request that is right in itself: 409. */
export const CONFLICTS: readonly ProblemCode[] = [
  conflict('idempotency.in-progress', 'The first request with this `Idempotency-Key` still runs.', {
    on: posts,
  }),
  conflict('record.busy', 'Others keep changing the record: try again.', {
    on: (route) => Boolean(route.versioned && writes(route)),
  }),
  conflict(
    'version.conflict',
    'Others changed the same fields since `baseVersion`; `fields` names them, `currentVersion` the version.',
    { details: { facts: { fields: ['status'], currentVersion: 2 } } },
  ),
  conflict('record.not-deleted', 'The record is not deleted: there is nothing to restore.'),
  conflict('external-id.taken', 'Another record has this external id: look it up.'),
  conflict('link.too-many', 'The person has as many places at companies as are possible.'),
  conflict('relation.exists', 'The companies are related like this already.'),
  conflict('relation.cycle', 'A company would stand above itself.'),
  conflict('relation.too-deep', 'More levels of companies would stand above one than are possible.'),
  conflict(
    'timeline.already-corrected',
    'The entry was corrected before (`correctedBy`): correct that one.',
    { details: { facts: { correctedBy: EXAMPLE_IDS.note } } },
  ),
  conflict('document.too-many', 'The card has as many documents as are possible.'),
  conflict('document.not-uploaded', 'The content of the document has not come.'),
  conflict(
    'document.content-mismatch',
    'What came for the document is not what was announced. It was thrown away.',
  ),
  conflict(
    'document.type-mismatch',
    'What came for the document is not of the type that was announced. It was thrown away.',
  ),
  conflict('document.infected', 'A virus was found in the document: it cannot be fetched.'),
  conflict(
    'document.found-infected',
    'Another user found a virus in the document: only that one may say it is clean.',
  ),
  conflict('document.not-scanned', 'The document is still being scanned for viruses.'),
  conflict('export.too-many', 'Three of your exports are being made in the background already.'),
  conflict('export.not-finished', 'The export is in a `state` in which there is no file to fetch.', {
    details: { facts: { state: 'running' } },
  }),
  conflict(
    'export.sight-narrowed',
    'You see less by now than when the file was made, and it may hold what you no longer see: export again.',
  ),
  conflict('import.wrong-state', 'The import is in another `state`, in which this cannot be done.', {
    details: { facts: { state: 'running' } },
  }),
  conflict('file.encoded', 'The file came with the header `Content-Encoding`: send it anew without it.', {
    on: below(/^\/imports\/\{id\}\/(columns|dry-run)$/),
  }),
  conflict('import.not-uploaded', 'The file of the import has not come.'),
  conflict(
    'import.size-differs',
    'What came as the file has so many `bytes`, which are not those announced.',
    {
      details: { facts: { bytes: 731 } },
    },
  ),
  conflict('import.file-replaced', 'The file is not the one that the dry run has checked.'),
  conflict('import.another-running', 'Another import of the organisation (`importId`) is running.', {
    details: { facts: { importId: EXAMPLE_IDS.stalledImport } },
  }),
  conflict('import.at-work', 'The import is being worked on: there is nothing to resume.'),
  conflict('user.exists', 'The person is a user of the organisation already.'),
  conflict('user.not-accepted', 'The person is not, or no longer, a member: invite the person.'),
  conflict('user.joined', 'The person has accepted already: there is nothing to invite to.'),
  conflict('invitation.expired', 'The invitation is too old: it has to be sent again.'),
  conflict('organisation.too-many', 'You have founded as many organisations as are possible.'),
  conflict('user.last-admin', 'The last administrator cannot go.'),
  conflict('entry.exists', 'The dictionary has an entry of this id.'),
  ...SELECTION_CONFLICTS,
];
