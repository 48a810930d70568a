import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { crc32 } from 'node:zlib';

/** A body that was written to a file of its own, with what can be said of it. */
export interface ReceivedFile {
  readonly path: string;
  readonly bytes: number;
  readonly md5: string;
  /** In hexadecimal digits, as signatures carry it. */
  readonly sha256: string;
  /** By the header that carries it, in Base64. */
  readonly checksums: Readonly<Record<string, string>>;
}

/** Writes pieces to a new file in a folder as they come. A file that did not come whole is gone. */
export async function receiveFile(pieces: AsyncIterable<Uint8Array>, folder: string): Promise<ReceivedFile> {
  const path = join(folder, randomUUID());
  const md5 = createHash('md5');
  const sha256 = createHash('sha256');
  let crc = 0;
  let bytes = 0;
  async function* measured(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const piece of source) {
      md5.update(piece);
      sha256.update(piece);
      crc = crc32(piece, crc);
      bytes += piece.byteLength;
      yield piece;
    }
  }
  try {
    await pipeline(pieces, measured, createWriteStream(path, { flags: 'wx' }));
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
  const digest = sha256.digest();
  const crcBytes = Buffer.alloc(4);
  crcBytes.writeUInt32BE(crc);
  return {
    path,
    bytes,
    md5: md5.digest('hex'),
    sha256: digest.toString('hex'),
    checksums: {
      'x-amz-checksum-sha256': digest.toString('base64'),
      'x-amz-checksum-crc32': crcBytes.toString('base64'),
    },
  };
}
