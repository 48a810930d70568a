import type { Objects } from './objects.ts';
import type { Uploads } from './uploads.ts';

/** A rule as `LifecycleConfiguration` of AWS::S3::Bucket gives it, as far as the product uses it. */
export interface LifecycleRule {
  readonly Status: string;
  readonly Prefix?: string;
  readonly ExpirationInDays?: number;
  readonly AbortIncompleteMultipartUpload?: { readonly DaysAfterInitiation: number };
}

const KNOWN = new Set(['Id', 'Status', 'Prefix', 'ExpirationInDays', 'AbortIncompleteMultipartUpload']);
const DAY_MS = 24 * 60 * 60_000;
const PAGE = 1000;

/**
 * The rules of a bucket.
 * @throws {Error} where one says more than this machine does
 */
export function readLifecycle(bucket: string, configuration: unknown): readonly LifecycleRule[] {
  const { Rules = [] } = (configuration ?? {}) as { readonly Rules?: readonly LifecycleRule[] };
  const unknown = Rules.flatMap((rule) => Object.keys(rule).filter((name) => !KNOWN.has(name)));
  if (unknown.length === 0) return Rules;
  throw new Error(`${bucket}: the local runtime does not know of lifecycle rules: ${unknown.join(', ')}`);
}

/** Deletes what the rules of a bucket no longer keep. Source: Amazon S3 user guide, "Lifecycle configuration elements". */
export async function applyLifecycle(
  bucket: string,
  rules: readonly LifecycleRule[],
  { objects, uploads }: { readonly objects: Objects; readonly uploads: Uploads },
  now: Date,
): Promise<void> {
  const before = (days: number): Date => new Date(now.getTime() - days * DAY_MS);
  for (const rule of rules.filter(({ Status }) => Status === 'Enabled')) {
    if (rule.ExpirationInDays !== undefined) {
      const limit = before(rule.ExpirationInDays);
      for (const { key, modified } of allObjects(objects, bucket, rule.Prefix ?? '')) {
        if (modified < limit) await objects.remove(bucket, key);
      }
    }
    const days = rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation;
    if (days !== undefined) {
      for (const id of uploads.begunBefore(bucket, before(days))) await uploads.abort(id);
    }
  }
}

function* allObjects(objects: Objects, bucket: string, prefix: string) {
  let after = '';
  for (;;) {
    const page = objects.list(bucket, { prefix, after, limit: PAGE });
    yield* page;
    const last = page.at(-1);
    if (last === undefined) return;
    after = last.key;
  }
}
