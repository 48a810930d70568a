import { deflateRawSync, inflateRawSync } from 'node:zlib';
import * as z from 'zod';
import { KartotekaError } from '../../shared/errors.ts';
import { tenantPartition, type VerifiedTenant } from '../../shared/table.ts';
import type { StoredItem } from './table/item.ts';

/** The header of an answer to a write: what was written that can be searched. */
export const WRITTEN_HEADER = 'kartoteka-written';
/** The header of a question: what it has to know of, as answers to writes have named it. */
export const AFTER_HEADER = 'kartoteka-after';

/** An item of the feed that was written: its key within the tenant's space, and its version. */
export interface WrittenItem {
  readonly pk: string;
  readonly sk: string;
  readonly version: number;
}

/** Most items of one question; one transaction has no more. */
export const MAX_WRITTEN = 100;
/** Longest text that is unpacked, in bytes. */
const MAX_BYTES = 40_000;
/** Longest header that is looked at, in characters. */
const MAX_HEADER = 8_000;

const textSchema = z
  .array(z.tuple([z.string().max(1_000), z.string().max(1_000), z.int().min(1)]))
  .max(MAX_WRITTEN);

/** What a transaction put on the feed. */
export function writtenOf(tenant: VerifiedTenant, items: readonly StoredItem[]): WrittenItem[] {
  const space = tenantPartition(tenant, '');
  return items
    .filter(({ pk, feedPk }) => feedPk !== undefined && pk.startsWith(space))
    .map(({ pk, sk, version = 1 }) => ({ pk: pk.slice(space.length), sk, version }));
}

/** Items as one short text for a header; nothing where there are none. */
export function writtenText(items: readonly WrittenItem[]): string | undefined {
  if (items.length === 0) return undefined;
  const text = JSON.stringify(items.map(({ pk, sk, version }) => [pk, sk, version]));
  return deflateRawSync(text).toString('base64url');
}

/**
 * Reads the header of a question: the texts of one write or of several, separated by commas.
 *
 * @throws KartotekaError `header.invalid`
 */
export function readAfter(header: string | undefined): readonly WrittenItem[] | undefined {
  if (header === undefined) return undefined;
  if (header.length > MAX_HEADER) throw invalidAfter();
  const newest = new Map<string, WrittenItem>();
  for (const text of header.split(',')) {
    for (const item of unpacked(text.trim())) {
      const name = `${item.pk}\n${item.sk}`;
      if ((newest.get(name)?.version ?? 0) < item.version) newest.set(name, item);
    }
  }
  if (newest.size > MAX_WRITTEN) throw invalidAfter();
  return [...newest.values()];
}

function unpacked(text: string): WrittenItem[] {
  try {
    const json = inflateRawSync(Buffer.from(text, 'base64url'), { maxOutputLength: MAX_BYTES }).toString();
    return textSchema.parse(JSON.parse(json)).map(([pk, sk, version]) => ({ pk, sk, version }));
  } catch {
    throw invalidAfter();
  }
}

const invalidAfter = (): KartotekaError =>
  new KartotekaError(
    'malformed',
    'header.invalid',
    'Kartoteka-After takes the Kartoteka-Written of the answers to your last writes, separated by commas.',
  );
