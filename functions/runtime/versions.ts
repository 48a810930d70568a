import type * as z from 'zod';
import { invalid, KartotekaError } from '../../shared/errors.ts';
import { reportIssues } from '../../shared/issue.ts';
import {
  bumpFields,
  type Change,
  changesBetween,
  conflictingFields,
  type FieldVersions,
  mergePatch,
} from '../../shared/patch.ts';
import type { RequestContext } from './request.ts';
import type { Stored, StoredItem } from './table/item.ts';

/** Somebody else wrote the record between our read and our write. */
export class StaleRead extends Error {
  constructor(version: number | undefined) {
    super(`The record is at version ${version ?? 'none'} now.`);
    this.name = 'StaleRead';
  }
}

/** The `refused` of a write that expects the version it read. */
export const stale = (current: StoredItem | undefined): StaleRead => new StaleRead(current?.version);

const STALE_TRIES = 4;

/**
 * Runs a read-and-write anew when somebody else wrote in between: the rules are checked again on what stands there now.
 *
 * @throws KartotekaError `record.busy` when others keep getting in first
 */
export async function onCurrent<T>(readAndWrite: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await readAndWrite();
    } catch (error) {
      if (!(error instanceof StaleRead)) throw error;
      if (attempt === STALE_TRIES) {
        throw new KartotekaError(
          'conflict',
          'record.busy',
          'Others are changing this record right now: try again.',
          {
            retryAfter: 1,
            cause: error,
          },
        );
      }
    }
  }
}

/**
 * Holds a change to the versions that the caller's If-Match names.
 *
 * @throws KartotekaError `version.mismatch` (412) with the current version
 */
export function requireMatch(
  context: Pick<RequestContext, 'ifMatch'>,
  stored: { readonly version: number },
): void {
  const { ifMatch } = context;
  if (ifMatch === undefined || ifMatch === 'any' || ifMatch.includes(stored.version)) return;
  throw new KartotekaError(
    'precondition-failed',
    'version.mismatch',
    'The record has changed since: read it again, then decide.',
    { facts: { currentVersion: stored.version } },
  );
}

/**
 * Holds a patch to the version it was made from: only fields that others changed since then are in conflict.
 *
 * @throws KartotekaError `version.conflict` (409) with the fields and the current version
 */
export function requireNoConflict(
  stored: { readonly version: number; readonly fieldVersions: FieldVersions },
  patch: object,
  baseVersion: number | undefined,
): void {
  if (baseVersion === undefined) return;
  if (baseVersion > stored.version) {
    const message = `The record is at version ${stored.version}: name the version that you read.`;
    throw invalid([{ pointer: '/baseVersion', code: 'version.unknown', message }]);
  }
  const fields = conflictingFields(stored.fieldVersions, Object.keys(patch), baseVersion);
  if (fields.length === 0) return;
  throw new KartotekaError(
    'conflict',
    'version.conflict',
    `Somebody else has changed ${fields.join(', ')} since version ${baseVersion}: read the record again, then decide.`,
    { facts: { fields, currentVersion: stored.version } },
  );
}

export interface Revision<Data> {
  readonly data: Data;
  readonly version: number;
  readonly fieldVersions: FieldVersions;
  /** What is different now, by field; empty when nothing is. */
  readonly changes: readonly Change[];
}

/** Fields that change with every write and tell nobody anything. */
const BOOKKEEPING = ['updatedAt', 'updatedBy'];

/** The next version of a record. */
export function revise<Data extends object>(stored: Stored<Data>, data: Data): Revision<Data> {
  const changes = changesBetween(stored.data, data, BOOKKEEPING);
  const version = stored.version + 1;
  const fields = changes.map(({ field }) => field);
  return { data, version, fieldVersions: bumpFields(stored.fieldVersions, fields, version), changes };
}

/**
 * A stored record with a merge patch applied, checked as a whole.
 *
 * @throws KartotekaError `body.invalid` with pointers into the merged record
 */
export function applyPatch<S extends z.ZodObject>(
  schema: S,
  stored: Stored<z.output<S>>,
  patch: object,
  context: RequestContext,
): Revision<z.output<S>> {
  const stamped = { updatedAt: context.now.toISOString(), updatedBy: context.caller.userId };
  const merged = mergePatch(stored.data, { ...patch, ...stamped });
  const parsed = schema.safeParse(merged);
  if (!parsed.success) throw invalid(reportIssues(parsed.error, merged));
  return revise(stored, parsed.data);
}
