import type { Logger } from '@aws-lambda-powertools/logger';
import { forEachAtMost } from '../../shared/at-most.ts';
import type { Progress } from '../../shared/imports/import.ts';
import { firmNames, personNames } from '../clients/service.ts';
import { withoutItems } from '../runtime/log.ts';
import { isPassing, type Patience, patiently } from '../runtime/patience.ts';
import type { RequestContext } from '../runtime/request.ts';
import { countRow } from './counting-rows.ts';
import { groupsOf } from './groups.ts';
import type { RowMark, RowOutcome } from './import-item.ts';
import { JobLost } from './job.ts';
import type { NumberedRecord } from './parts-of-list.ts';
import { type PreparedRow, RowRejected } from './prepared-row.ts';
import type { ReadRecord } from './reading.ts';
import type { RejectedRow } from './rejected-rows.ts';
import { readMarks } from './row-mark.ts';
import { type Matchers, prepareMatchers, type RowWriterDependencies, writeRow } from './row-writer.ts';

/** Rows written at the same time: more of them only wait for each other. */
export const ROWS_AT_A_TIME = 16;

export interface PassDependencies extends RowWriterDependencies {
  readonly patience: Patience;
  /** Fails where the import is no longer this worker's: before each row, since a part may take longer than a lease. */
  readonly hold: () => Promise<void>;
  readonly logger: Logger;
  readonly context: () => RequestContext;
  readonly read: (record: NumberedRecord) => ReadRecord;
}

/** What a part of the list came to. */
export interface PartResult {
  readonly progress: Progress;
  readonly rejected: readonly RejectedRow[];
}

const NOTHING: ReadonlyMap<number, RowMark> = new Map();

interface ReadRow {
  readonly record: NumberedRecord;
  readonly row: PreparedRow;
}

/**
 * Brings the rows of a part in: rows that may mean the same client one after the other, the others side by side.
 *
 * @param again The part may have been begun before: what its rows recorded then is asked for.
 */
export async function passRows(
  deps: PassDependencies,
  records: readonly NumberedRecord[],
  progress: Progress,
  again: boolean,
): Promise<PartResult> {
  const context = deps.context();
  const outcomes = new Map<number, RowOutcome | 'rejected'>();
  const rejected = new Map<number, RejectedRow>();
  const reject = (record: NumberedRecord, issues: RowRejected['issues']): void => {
    outcomes.set(record.row, 'rejected');
    rejected.set(record.row, { cells: record.cells, line: record.line, issues });
  };
  const rows: ReadRow[] = [];
  for (const record of records) {
    const reading = deps.read(record);
    if ('row' in reading) rows.push({ record, row: reading.row });
    else reject(record, reading.issues);
  }
  const numbers = rows.map(({ record }) => record.row);
  // A rehearsal leaves no marks.
  const recorded =
    again && !deps.rehearsal
      ? await patiently(deps.patience, () => readMarks(deps.table, context, deps, numbers))
      : NOTHING;
  const matchers = await patiently(deps.patience, () =>
    prepareMatchers(
      deps,
      context,
      rows.map(({ row }) => row),
    ),
  );
  await forEachAtMost(
    ROWS_AT_A_TIME,
    groupsOf(rows, (row) => namesOf(row, matchers)),
    async (group) => {
      for (const { record, row } of group) {
        const number = record.row;
        try {
          const written = { row, number, matchers, recorded: recorded.get(number) };
          const write = () => deps.hold().then(() => writeRow(deps, context, written));
          outcomes.set(number, await patiently(deps.patience, write));
        } catch (error) {
          reject(record, issuesOf(error, deps.logger, number));
        }
      }
    },
  );
  const inOrder = records.map(({ row }) => row);
  return {
    progress: inOrder.reduce((sum, row) => countRow(sum, outcomes.get(row) ?? 'rejected'), progress),
    rejected: inOrder.flatMap((row) => rejected.get(row) ?? []),
  };
}

/** Everything under which a row could mean the same client as another: also whom it may mean of those that are here, by whatever name. */
function namesOf({ row: { company, contact } }: ReadRow, { firms, people }: Matchers): string[] {
  const named = (what: string, names: readonly string[]) => names.map((name) => `${what} ${name}`);
  return [
    ...(company ? named('firm', firmNames(company.identity)) : []),
    ...(company ? named('firm', firms.candidates(company.identity)) : []),
    ...(contact ? named('person', personNames(contact.identity)) : []),
    ...(contact ? named('person', people.candidates(contact.identity)) : []),
  ];
}

/**
 * What is told of a row that was not taken.
 *
 * @throws whatever is the engine's and passes: the list is gone on with later
 */
export function issuesOf(error: unknown, logger: Logger, row: number): RowRejected['issues'] {
  if (error instanceof RowRejected) return error.issues;
  if (isPassing(error) || error instanceof JobLost) throw error;
  logger.error('a row failed', { row, error: withoutItems(error) });
  const message =
    'Something went wrong on our side with this row. It was recorded: import the row again later.';
  return [{ code: 'internal', message }];
}
