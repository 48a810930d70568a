import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { type BuildOptions, build, type Metafile, type OutputFile } from 'esbuild';

/** What the bundler needs to know of a function. */
export interface BundleEntry {
  readonly name: string;
  /** Source file of the handler, from the root. */
  readonly entry: string;
}

export interface BundlePlaces {
  /** Folder that entries are relative to. */
  readonly root: string;
  /** Folder of the bundles, one folder for each function. */
  readonly dist: string;
}

/** Where bundles lie, from the repository's root. */
export const DIST = 'dist/functions';

/** Written last, beside the folder of the bundles: what they were built from. */
interface Stamp {
  readonly hash: string;
  readonly inputs: readonly string[];
}

/**
 * The few CommonJS packages inside ask for Node's own modules by `require`, which an ES module lacks.
 */
const REQUIRE_BANNER =
  "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);";

/**
 * Builds every function to `<dist>/<name>/index.mjs`, unless what is there was built from the same files.
 * Source maps lie beside the bundles but are not loaded (that costs 17 ms at start); sizes are in
 * `<dist>/../metafile.json`.
 *
 * @returns whether anything was built.
 * @throws Error naming the entries that do not exist, or esbuild's own with the place in the source.
 */
export async function bundleFunctions(
  entries: readonly BundleEntry[],
  places: BundlePlaces = { root: process.cwd(), dist: DIST },
): Promise<boolean> {
  requireEntries(entries, places.root);
  const options = optionsFor(entries, places);
  if (await isUpToDate(options, entries, places)) return false;
  const { metafile, outputFiles } = await build(options);
  await replaceDist(outputFiles, places);
  await writeFile(besideDist(places, 'metafile.json'), JSON.stringify(metafile));
  const inputs = ownInputs(metafile);
  const stamp: Stamp = { hash: await hashOf(options, inputs, places.root), inputs };
  await writeFile(besideDist(places, 'stamp.json'), JSON.stringify(stamp));
  return true;
}

/** Swaps the folder in one go, so that whoever loads a bundle meanwhile finds the old or the new one whole. */
async function replaceDist(files: readonly OutputFile[], places: BundlePlaces): Promise<void> {
  const dist = resolve(places.root, places.dist);
  const [fresh, old] = [`${dist}.${process.pid}.new`, `${dist}.${process.pid}.old`];
  for (const file of files) {
    const target = join(fresh, relative(dist, file.path));
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, file.contents);
  }
  if (existsSync(dist)) await rename(dist, old);
  await rename(fresh, dist);
  await rm(old, { recursive: true, force: true });
}

function requireEntries(entries: readonly BundleEntry[], root: string): void {
  const missing = entries.filter(({ entry }) => !existsSync(join(root, entry)));
  if (missing.length === 0) return;
  const lines = missing.map(({ name, entry }) => `  ${name}: ${entry}`);
  throw new Error(`These functions of infra/capabilities have no source file:\n${lines.join('\n')}`);
}

function optionsFor(entries: readonly BundleEntry[], places: BundlePlaces) {
  return {
    absWorkingDir: places.root,
    entryPoints: Object.fromEntries(entries.map(({ name, entry }) => [`${name}/index`, entry])),
    outdir: places.dist,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    // Packages that offer both are taken as ES modules, which can be shaken.
    mainFields: ['module', 'main'],
    minify: true,
    sourcemap: 'external',
    legalComments: 'none',
    metafile: true,
    write: false,
    logLevel: 'warning',
    banner: { js: REQUIRE_BANNER },
  } satisfies BuildOptions;
}

async function isUpToDate(
  options: BuildOptions,
  entries: readonly BundleEntry[],
  places: BundlePlaces,
): Promise<boolean> {
  const stampFile = besideDist(places, 'stamp.json');
  const complete = entries.every(({ name }) => existsSync(join(places.dist, name, 'index.mjs')));
  if (!complete || !existsSync(stampFile)) return false;
  const stamp: Stamp = JSON.parse(await readFile(stampFile, 'utf8'));
  return stamp.hash === (await hashOf(options, stamp.inputs, places.root));
}

/** Source files of ours; packages are known by the lockfile. */
function ownInputs(metafile: Metafile): readonly string[] {
  return Object.keys(metafile.inputs)
    .filter((file) => !file.includes('node_modules/'))
    .sort();
}

/** Hash of the options, the lockfile and the source files; a file that is gone counts as empty. */
async function hashOf(options: BuildOptions, inputs: readonly string[], root: string): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(options));
  for (const file of ['package-lock.json', ...inputs]) {
    const content = await readFile(join(root, file), 'utf8').catch(() => '');
    hash.update(`\n${file}\n${content}`);
  }
  return hash.digest('hex');
}

function besideDist(places: BundlePlaces, file: string): string {
  return join(dirname(places.dist), file);
}

if (import.meta.main) {
  const { functionDefinitions } = await import('./capabilities/all.ts');
  const built = await bundleFunctions(functionDefinitions);
  console.log(built ? `Built ${functionDefinitions.length} functions to ${DIST}.` : `${DIST} is up to date.`);
}
