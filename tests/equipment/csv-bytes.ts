const tables = new Map<string, ReadonlyMap<string, number>>();

function tableOf(encoding: string): ReadonlyMap<string, number> {
  const known = tables.get(encoding);
  if (known) return known;
  const decoder = new TextDecoder(encoding);
  const bytes = Array.from(
    { length: 256 },
    (_, byte) => [decoder.decode(Uint8Array.of(byte)), byte] as const,
  );
  const table = new Map(bytes);
  tables.set(encoding, table);
  return table;
}

/**
 * The bytes of a text in UTF-8 or in an encoding of one byte a character: platforms write UTF-8 only.
 *
 * @param encoding a label of the WHATWG Encoding Standard
 * @throws Error where the encoding has no byte for a character
 */
export function encodeText(text: string, encoding: string): Uint8Array {
  if (encoding === 'utf-8') return new TextEncoder().encode(text);
  const table = tableOf(encoding);
  return Uint8Array.from(text, (character) => {
    const byte = table.get(character);
    if (byte === undefined) throw new Error(`${encoding} has no ${character}`);
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
