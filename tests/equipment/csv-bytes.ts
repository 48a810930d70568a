import type { CsvEncoding } from '../../shared/imports/csv-format.ts';

const decoder = new TextDecoder('windows-1251');
const BYTES: ReadonlyMap<string, number> = new Map(
  Array.from({ length: 256 }, (_, byte) => [decoder.decode(Uint8Array.of(byte)), byte]),
);

/**
 * The bytes of a text in an encoding: platforms write UTF-8 only.
 *
 * @throws Error where the encoding has no byte for a character
 */
export function encodeText(text: string, encoding: CsvEncoding): Uint8Array {
  if (encoding === 'utf-8') return new TextEncoder().encode(text);
  return Uint8Array.from(text, (character) => {
    const byte = BYTES.get(character);
    if (byte === undefined) throw new Error(`Windows-1251 has no ${character}`);
    return byte;
  });
}

/** A file as it comes over the network: cut at the given places, in any order and doubled if need be. */
export async function* cutInto(
  bytes: Uint8Array,
  places: readonly number[] = [],
): AsyncGenerator<Uint8Array> {
  const within = places.map((place) => Math.min(place, bytes.length));
  const edges = [0, ...within.toSorted((one, other) => one - other), bytes.length];
  for (const [index, edge] of edges.slice(1).entries()) yield bytes.slice(edges[index], edge);
}
