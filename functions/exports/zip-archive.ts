import type { PassThrough } from 'node:stream';
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { ZipFile } from 'yazl';

/** A file of an archive. */
export interface ArchiveEntry {
  readonly path: string;
  readonly content: AsyncIterable<Uint8Array>;
}

/** The earliest time that an archive can name: equal content makes an equal archive. */
const TIME = new Date('1980-01-01T00:00:00Z');

/**
 * A zip archive, piece by piece: entries are asked for one after the other, compressed as they come, none held whole. Zip64 where sizes
 * need it. An error of an entry's content is the archive's; whoever stops reading early ends the content too.
 *
 * @param compressionLevel of zlib, 1 to 9
 */
export async function* zipArchive(
  entries: AsyncIterable<ArchiveEntry>,
  compressionLevel: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  const zip = new ZipFile();
  // The type says less than the library gives: a stream that can be destroyed.
  const output = zip.outputStream as PassThrough;
  let current: Readable | undefined;
  let abandoned = false;
  const feed = async (): Promise<void> => {
    for await (const { path, content } of entries) {
      current = Readable.from(content, { objectMode: false });
      zip.addReadStream(current, path, { mtime: TIME, forceDosTimestamp: true, compressionLevel });
      await finished(current);
      if (abandoned) return;
    }
    zip.end();
  };
  const fed = feed().catch((error: unknown) => {
    if (!abandoned) output.destroy(error instanceof Error ? error : new Error(String(error)));
  });
  try {
    yield* output;
  } finally {
    abandoned = true;
    current?.destroy();
    await fed;
  }
}
