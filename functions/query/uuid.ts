/**
 * Ids are ULIDs, 128 bits written in Crockford's base 32 (https://github.com/ulid/spec); the copy holds the same bits as a UUID,
 * which sorts the same and takes 16 bytes.
 */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

const VALUES: readonly number[] = Array.from({ length: 128 }, (_, code) =>
  DIGITS.indexOf(String.fromCharCode(code)),
);

/** Characters of a ULID in the half that holds the upper 65 bits, of which the first three are always zero or small. */
const HALF = 13;

function bits(ulid: string, from: number): bigint {
  // Two numbers of 30 and 35 bits each fit into a double; one BigInt for every character would take ten times as long.
  let high = 0;
  let low = 0;
  for (let index = from; index < from + 6; index += 1) high = high * 32 + valueAt(ulid, index);
  for (let index = from + 6; index < from + HALF; index += 1) low = low * 32 + valueAt(ulid, index);
  return (BigInt(high) << 35n) | BigInt(low);
}

const valueAt = (ulid: string, index: number): number => VALUES[ulid.charCodeAt(index)] ?? 0;

/** The 128 bits of a ULID. */
export const ulidBits = (ulid: string): bigint => (bits(ulid, 0) << 65n) | bits(ulid, HALF);

/** The ULID of 128 bits. */
export function ulidOf(value: bigint): string {
  let rest = value;
  let text = '';
  for (let index = 0; index < 26; index += 1) {
    text = DIGITS.charAt(Number(rest & 31n)) + text;
    rest >>= 5n;
  }
  return text;
}
