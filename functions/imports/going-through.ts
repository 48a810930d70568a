import { type Import, MAX_IMPORT_ROWS, NO_PROGRESS, type Progress } from '../../shared/imports/import.ts';
import { type Patience, patiently } from '../runtime/patience.ts';
import { ImportFailed, type Job } from './job.ts';
import { type ParentsDependencies, passParents } from './parents-pass.ts';
import { type ListFile, type ListPlace, PART_ROWS, partNumber, partsOf, START } from './parts-of-list.ts';
import type { Phase, Rejecting } from './rejected-rows.ts';
import { passRows } from './rows-pass.ts';

/** All that going through a list takes. */
export interface Going {
  readonly job: Job;
  readonly list: ListFile;
  readonly hasParents: boolean;
  readonly rejecting: Rejecting;
  readonly pass: ParentsDependencies;
  /**
   * Looks again who the person is for whom the import runs.
   *
   * @throws ImportFailed `access.forbidden` where the person may no longer import
   */
  readonly renewCaller: () => Promise<void>;
}

/** From here on the rest is left to the next worker: a part takes seconds, and the function is ended at its limit. */
const HAND_OVER_MS = 45_000;

const TOO_SLOW = {
  code: 'import.too-slow',
  message:
    'The dry run did not come to an end in the time it has: part the list and check the parts one after the other.',
};

interface Standing {
  readonly phase: Phase;
  readonly place: ListPlace;
  readonly progress: Progress;
}

/**
 * Goes through a list to its end: first all rows, then their parents. After each part it writes down how far it is, with what
 * was done; a run goes on from there after whatever ended it. A dry run begins anew, since what it would have made is only remembered.
 */
export async function goThrough(going: Going): Promise<void> {
  const { job, hasParents, list } = going;
  let standing: Standing | undefined = standingOf(job);
  if (standing.phase === 'rows') standing = await passPhase(going, standing);
  if (!standing) return;
  const rows = standing.progress.rows.read;
  if (rows === 0) throw new ImportFailed({ code: 'csv.no-rows', message: 'There are only headings in it.' });
  if (hasParents) {
    const from: Standing =
      standing.phase === 'parents' ? standing : { ...standing, phase: 'parents', place: START };
    standing = await passPhase(going, from);
    if (!standing) return;
  }
  await joinRejected(going.rejecting, going.pass.patience, job.data);
  await job.finish({ ...written(job, standing.progress), totalRows: rows, encoding: list.encoding });
}

/** Joins what was refused up to the last word written down, so that file and counts say the same however the work has ended. */
export async function joinRejected(
  rejecting: Rejecting,
  patience: Patience,
  { position, run, dryRun }: Import,
): Promise<void> {
  const { rows } = run ?? dryRun ?? NO_PROGRESS;
  if (rows.rejected === 0 || !position) return;
  const parts = {
    rows: Math.ceil(rows.read / PART_ROWS),
    parents: position.phase === 'parents' ? Math.ceil(position.row / PART_ROWS) : 0,
  };
  await patiently(patience, () => rejecting.join(parts));
}

/** A run goes on where it was written down to be. */
function standingOf(job: Job): Standing {
  const { position } = job.data;
  if (job.work === 'dry-run' || !position) return { phase: 'rows', place: START, progress: NO_PROGRESS };
  const { phase, ...place } = position;
  return { phase, place, progress: job.progress };
}

const written = ({ work }: Job, progress: Progress) =>
  work === 'run' ? { run: progress } : { dryRun: progress };

/** @returns where it stands at the end of the list; nothing where the rest was left to another worker */
async function passPhase(going: Going, from: Standing): Promise<Standing | undefined> {
  const { job, list, pass } = going;
  const { phase } = from;
  let { place, progress } = from;
  // What was done after the last word written down is found again by the first part only.
  let again = true;
  // A dry run begins anew at its first row.
  const begunBefore = job.progress.rows.read;
  for await (const { records, next } of partsOf(list, place)) {
    if (next.row > MAX_IMPORT_ROWS) {
      const message = `A list may have ${MAX_IMPORT_ROWS} rows: part it and import the parts one after the other.`;
      throw new ImportFailed({ code: 'import.too-many-rows', message });
    }
    // A run may go on for a quarter of an hour: whoever was removed meanwhile writes nothing more.
    await patiently(pass.patience, going.renewCaller);
    const part = partNumber(place);
    const result =
      phase === 'rows'
        ? await passRows(pass, records, progress, again)
        : await passParents(pass, records, progress, await refusedLines(going, part, progress));
    again = false;
    await patiently(pass.patience, () =>
      going.rejecting.put(phase, part, result.rejected, place.row <= begunBefore),
    );
    ({ progress } = result);
    place = next;
    const change = {
      ...written(job, progress),
      encoding: list.encoding,
      position: { phase, ...place },
    };
    if (pass.patience.remaining() < HAND_OVER_MS) {
      if (job.work === 'dry-run') throw new ImportFailed(TOO_SLOW);
      await job.handOver(change);
      return undefined;
    }
    await job.save(change);
  }
  return { phase, place, progress };
}

async function refusedLines(
  { rejecting }: Going,
  part: number,
  { rows }: Progress,
): Promise<ReadonlySet<number>> {
  return rows.rejected === 0 ? new Set() : rejecting.lines('rows', part);
}
