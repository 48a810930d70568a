import { forgetDeleted } from './forgetting.ts';
import type { OpenTenant, QueryDependencies } from './opening.ts';
import type { KeptSnapshot } from './question.ts';
import { readManifest, saveSnapshot } from './snapshot.ts';

/** Time kept for writing a snapshot, in milliseconds. */
const WRITING_MS = 60_000;

/** How much later than its own time a change may come and still be found by the next snapshot, in milliseconds. */
const LATE_MS = 3_600_000;

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
  const last = await readManifest(place).catch(() => undefined);
  const brought = async (): Promise<void> => {
    await following.catchUp([], signal);
    // With another number of shards everything is new to the copy.
    if (last?.watermarks.length === following.watermarks.length)
      await following.reread(last.watermarks, LATE_MS, signal);
  };
  const complete = await brought().then(
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
