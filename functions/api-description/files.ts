import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { Resource } from './resource.ts';

/** Files beside the bundle, by their names with the hash of their content. */
export interface ServedFiles {
  get(name: string): Resource | undefined;
  /** The name with its hash: `redoc.js` is `redoc.0f3a....js`. */
  nameOf(plain: string): string;
}

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
};

const SUFFIXES = { br: '.br', gzip: '.gz' } as const;

/** The content never changes under its name: whoever has it need not ask again for a year. */
const FOREVER = 'public, max-age=31536000, immutable';

/**
 * Finds what the bundler put into a folder (`infra/served-files.ts`); a file is read when it is asked for first.
 *
 * @throws Error when the folder is not there
 */
export function readServedFiles(folder: string): ServedFiles {
  if (!existsSync(folder))
    throw new Error(`There is no folder ${folder}: build the functions with infra/bundle.ts`);
  const names = readdirSync(folder).filter((name) => extname(name) in TYPES);
  const resources = new Map(names.map((name) => [name, resourceOf(folder, name)]));
  return {
    get: (name) => resources.get(name),
    nameOf: (plain) => {
      const found = names.find((name) => name.replace(/\.[0-9a-f]+(?=\.\w+$)/, '') === plain);
      if (found === undefined) throw new Error(`There is no ${plain} in ${folder}`);
      return found;
    },
  };
}

function resourceOf(folder: string, name: string): Resource {
  const read = new Map<string, Buffer>();
  const content = (file: string): Buffer => {
    const known = read.get(file) ?? readFileSync(join(folder, file));
    read.set(file, known);
    return known;
  };
  return {
    headers: { 'content-type': TYPES[extname(name)] ?? '', 'cache-control': FOREVER },
    tag: name.split('.').at(-2) ?? name,
    plain: () => content(name),
    packed: (coding) => content(`${name}${SUFFIXES[coding]}`),
  };
}
