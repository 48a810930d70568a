import { forgetDeleted } from './forgetting.ts';
import type { OpenTenant, QueryDependencies } from './opening.ts';
import type { KeptSnapshot } from './question.ts';
import { saveSnapshot } from './snapshot.ts';

/** Time kept for writing a snapshot, in milliseconds. */
const WRITING_MS = 60_000;

/**
 * Makes a snapshot of a tenant's copy. What does not fit into the time is left to the next one, which begins where this one ended: so
 * the largest feed is read in the end.
 */
export async function keepSnapshot(
  { following, place }: OpenTenant,
  withinMs: number,
  logger: QueryDependencies['logger'],
): Promise<KeptSnapshot> {
  const began = Date.now();
  const signal = AbortSignal.timeout(Math.max(1_000, withinMs - WRITING_MS));
  const complete = await following.catchUp([], signal).then(
    () => true,
    (error: unknown) => {
      if (error !== signal.reason) throw error;
      return false;
    },
  );
  const at = new Date();
  await forgetDeleted(following.copy, at);
  const manifest = await saveSnapshot(following.copy, place, { watermarks: following.watermarks, at });
  const sum = (of: 'rows' | 'bytes'): number => manifest.files.reduce((total, file) => total + file[of], 0);
  const kept = { complete, rows: sum('rows'), bytes: sum('bytes') };
  logger.info('kept a snapshot', { ...kept, milliseconds: Date.now() - began });
  return kept;
}
