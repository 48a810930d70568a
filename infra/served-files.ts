import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { brotliCompressSync, gzipSync, constants as zlib } from 'node:zlib';

/** A file that a function serves to browsers as it is, from the folder `files` beside its bundle. */
export interface ServedFile {
  /** Name with its extension; in the folder and in its address the hash of the content stands before that. */
  readonly name: string;
  /** Files that it consists of, one after the other, from the repository's root. */
  readonly sources: readonly [string, ...string[]];
  /** Changes of the text, each of a place that has to be there exactly once. */
  readonly edits?: readonly { readonly from: string; readonly to: string }[];
}

/** A file to be written, relative to the function's folder. */
export interface WrittenFile {
  readonly path: string;
  readonly contents: Uint8Array;
}

/** The folder beside the bundle. */
export const FILES_FOLDER = 'files';

/** 300 ms for a megabyte; the highest quality takes 4 s at each build and saves a tenth. */
const BROTLI = { params: { [zlib.BROTLI_PARAM_QUALITY]: 9 } };
const HASH_LENGTH = 16;

/**
 * A served file under its name with the hash of its content, so that browsers may keep it for ever; once as it is, and once for each way in
 * which browsers take it compressed.
 *
 * @throws Error when a source is not there, or a text to be changed is not there exactly once
 */
export async function writtenFilesOf(file: ServedFile, root: string): Promise<WrittenFile[]> {
  const contents = Buffer.from(await edited(file, root));
  const hash = createHash('sha256').update(contents).digest('hex').slice(0, HASH_LENGTH);
  const extension = extname(file.name);
  const path = `${FILES_FOLDER}/${file.name.slice(0, -extension.length)}.${hash}${extension}`;
  return [
    { path, contents },
    { path: `${path}.br`, contents: brotliCompressSync(contents, BROTLI) },
    { path: `${path}.gz`, contents: gzipSync(contents, { level: 9 }) },
  ];
}

async function edited({ name, sources, edits = [] }: ServedFile, root: string): Promise<string> {
  const missing = sources.filter((source) => !existsSync(join(root, source)));
  if (missing.length > 0) throw new Error(`${name}: there is no ${missing.join(', ')}`);
  const texts = await Promise.all(sources.map((source) => readFile(join(root, source), 'utf8')));
  return edits.reduce((text, { from, to }) => {
    const places = text.split(from).length - 1;
    if (places !== 1)
      throw new Error(`${name}: ${JSON.stringify(from)} stands ${places} times in it, not once`);
    return text.replace(from, () => to);
  }, texts.join('\n'));
}
