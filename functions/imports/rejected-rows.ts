import type { FieldIssue } from '../../shared/errors.ts';
import { type CsvSeparator, readCsv } from '../../shared/imports/csv-reading.ts';
import { undefuse, writeCsvRecord } from '../../shared/imports/csv-writing.ts';
import type { Import } from '../../shared/imports/import.ts';
import { ownHeadings, REASONS } from '../../shared/imports/refused-rows.ts';
import type { VerifiedTenant } from '../../shared/table.ts';
import { FileMissing, type Files } from '../runtime/files/files.ts';
import { importFolder } from './import-item.ts';

const CSV = 'text/csv; charset=utf-8';
/** Table programs take UTF-8 for granted only where this mark stands. */
const BYTE_ORDER_MARK = '\uFEFF';

/** What a row that is refused for its parent is told first: its client came in before, with all rows. */
const TAKEN = 'The client itself is taken, without this parent:';

/** The two passes over a list. */
export type Phase = NonNullable<Import['position']>['phase'];

/** A work of an import: a dry run or a run, with all that goes on with it. */
type Work = Pick<Import, 'id' | 'workId'>;

/** The object of all refused rows of a finished work. What an earlier work refused lies under another name. */
export const rejectedFile = (tenant: VerifiedTenant, { id, workId }: Work): string =>
  `${importFolder(tenant, id)}/${workId}/rejected.csv`;

const partFile = (tenant: VerifiedTenant, { id, workId }: Work, phase: Phase, part: number): string =>
  `${importFolder(tenant, id)}/${workId}/${phase}-${part}.csv`;

export interface RejectedRow {
  /** Those of the list's own columns. */
  readonly cells: readonly string[];
  readonly line: number;
  readonly issues: readonly FieldIssue[];
}

interface RejectingDependencies {
  readonly files: Files;
  readonly tenant: VerifiedTenant;
  readonly work: Work;
  /** As the file has them. */
  readonly headings: readonly string[];
  readonly separator: CsvSeparator;
}

/**
 * Puts refused rows aside, a small object for each part of the list that has any, under a name that a repeat of the part gives
 * again; at the end they become one file.
 */
export function createRejecting(deps: RejectingDependencies) {
  const { files, tenant, work, separator } = deps;
  const fileOf = (phase: Phase, part: number): string => partFile(tenant, work, phase, part);
  return {
    /**
     * Keeps what a part of the list refused; nothing is written where nothing was.
     *
     * @param again The part may have been begun before: what it refused then is replaced, by nothing too.
     */
    put: async (phase: Phase, part: number, rows: readonly RejectedRow[], again: boolean): Promise<void> => {
      if (rows.length === 0 && !again) return;
      const text = rows.map((row) => writeCsvRecord(recordOf(row, phase), separator)).join('');
      await files.put(fileOf(phase, part), Buffer.from(text), CSV);
    },
    /** Lines of the list that a part has refused. */
    lines: async (phase: Phase, part: number): Promise<ReadonlySet<number>> => {
      const lines = new Set<number>();
      const pieces = existing(files, fileOf(phase, part));
      for await (const { cells } of readCsv(pieces, { encoding: 'utf-8', separator }))
        lines.add(Number(cells[0]));
      return lines;
    },
    /** Joins the parts in the order of the list, first those of the rows, then those of the parents. */
    join: async (parts: Readonly<Record<Phase, number>>): Promise<void> => {
      const headings = [...REASONS, ...ownHeadings(deps.headings).map(undefuse)];
      async function* pieces(): AsyncGenerator<Uint8Array> {
        yield Buffer.from(BYTE_ORDER_MARK + writeCsvRecord(headings, separator));
        for (const phase of ['rows', 'parents'] as const) {
          for (let part = 0; part < parts[phase]; part += 1) yield* existing(files, fileOf(phase, part));
        }
      }
      await files.putStream(rejectedFile(tenant, work), pieces(), CSV);
    },
  };
}

export type Rejecting = ReturnType<typeof createRejecting>;

/** The reasons, and the row's own cells as they were: a row with too few or too many of them stays one until it is mended. */
function recordOf({ cells, line, issues }: RejectedRow, phase: Phase): string[] {
  const told = issues.map(({ parameter, message }) =>
    parameter === undefined ? message : `${parameter}: ${message}`,
  );
  if (phase === 'parents') told.unshift(TAKEN);
  // The writer defuses again: without this a cell would get an apostrophe more each time it is sent.
  const own = cells.map(undefuse);
  return [String(line), issues.map(({ code }) => code).join(' '), told.join(' '), ...own];
}

async function* existing(files: Files, key: string): AsyncGenerator<Uint8Array> {
  try {
    yield* files.read(key, {});
  } catch (error) {
    if (!(error instanceof FileMissing)) throw error;
  }
}
