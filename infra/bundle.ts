import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Metafile, type OutputFile } from 'esbuild';
import type { FunctionDefinition } from './capability.ts';
import { type LazyModule, lazyModules, lazyName, requireLazyModules } from './lazy-modules.ts';
import { type Architecture, NATIVE_PACKAGES, placeNativePackage } from './native-packages.ts';
import { FILES_FOLDER, type WrittenFile, writtenFilesOf } from './served-files.ts';

/** What the bundler needs to know of a function. */
export interface BundleEntry extends Pick<FunctionDefinition, 'files' | 'lazy' | 'native'> {
  readonly name: string;
  /** Source file of the handler, from the root. */
  readonly entry: string;
}

export interface BundlePlaces {
  /** Folder that entries are relative to. */
  readonly root: string;
  /** Folder of the bundles, one folder for each function. */
  readonly dist: string;
  /** Machine of the functions; by default that of the host. */
  readonly architecture?: Architecture;
}

const HOST: Architecture = process.arch === 'arm64' ? 'arm64' : 'x86_64';

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
 * `<dist>/../metafile.json`. Files that a function serves lie beside its bundle in `files`.
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
  requireLazyModules(metafile);
  await replaceDist(outputFiles, await servedFiles(entries, places), entries, places);
  await writeFile(besideDist(places, 'metafile.json'), JSON.stringify(metafile));
  const inputs = [...ownInputs(metafile), ...servedSources(entries)];
  const stamp: Stamp = { hash: await hashOf([options, entries], inputs, places), inputs };
  await writeFile(besideDist(places, 'stamp.json'), JSON.stringify(stamp));
  return true;
}

/** Swaps the folder in one go, so that whoever loads a bundle meanwhile finds the old or the new one whole. */
async function replaceDist(
  bundles: readonly OutputFile[],
  served: readonly WrittenFile[],
  entries: readonly BundleEntry[],
  places: BundlePlaces,
): Promise<void> {
  const dist = resolve(places.root, places.dist);
  const [fresh, old] = [`${dist}.${process.pid}.new`, `${dist}.${process.pid}.old`];
  const files = [
    ...bundles.map(({ path, contents }) => ({ path: relative(dist, path), contents })),
    ...served,
  ];
  for (const { path, contents } of files) {
    const target = join(fresh, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, contents);
  }
  for (const { name, native = [] } of entries) {
    const target = join(fresh, name);
    for (const one of native)
      placeNativePackage(one, places.architecture ?? HOST, { root: places.root, target });
  }
  if (existsSync(dist)) await rename(dist, old);
  await rename(fresh, dist);
  await rm(old, { recursive: true, force: true });
}

/** What the functions serve, relative to the folder of the bundles. */
async function servedFiles(
  entries: readonly BundleEntry[],
  { root }: BundlePlaces,
): Promise<readonly WrittenFile[]> {
  const placed = entries.flatMap(({ name, files = [] }) => files.map((file) => ({ name, file })));
  const written = placed.map(async ({ name, file }) =>
    (await writtenFilesOf(file, root)).map(({ path, contents }) => ({ path: join(name, path), contents })),
  );
  return (await Promise.all(written)).flat();
}

const servedSources = (entries: readonly BundleEntry[]): string[] =>
  entries.flatMap(({ files = [] }) => files.flatMap(({ sources }) => sources));

function requireEntries(entries: readonly BundleEntry[], root: string): void {
  const missing = entries.filter(({ entry }) => !existsSync(join(root, entry)));
  if (missing.length === 0) return;
  const lines = missing.map(({ name, entry }) => `  ${name}: ${entry}`);
  throw new Error(`These functions of infra/capabilities have no source file:\n${lines.join('\n')}`);
}

/** Packages that are replaced by modules of ours, each of which says why. */
const REPLACED = {
  '@aws-sdk/credential-provider-node': fileURLToPath(
    new URL('../functions/runtime/lambda-credentials.ts', import.meta.url),
  ),
  'moment-timezone': fileURLToPath(new URL('../functions/working-time/moment-timezone.ts', import.meta.url)),
};

/** What some function loads when it needs it. */
const lazyOf = (entries: readonly BundleEntry[]): LazyModule[] => [
  ...new Set(entries.flatMap(({ lazy = [] }) => lazy)),
];

function optionsFor(entries: readonly BundleEntry[], places: BundlePlaces) {
  return {
    absWorkingDir: places.root,
    entryPoints: Object.fromEntries(
      entries.flatMap(({ name, entry, lazy = [] }) => [
        [`${name}/index`, entry],
        ...lazy.map((source) => [`${name}/${lazyName(source)}`, source]),
      ]),
    ),
    plugins: [lazyModules(lazyOf(entries), places.root)],
    outdir: places.dist,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    // Packages that offer both are taken as ES modules, which can be shaken.
    mainFields: ['module', 'main'],
    alias: REPLACED,
    // Machine code lies beside the bundle, and what chooses it with it.
    external: Object.values(NATIVE_PACKAGES).map(({ loader }) => loader),
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
  const complete = entries.every(
    ({ name, files }) =>
      existsSync(join(places.dist, name, 'index.mjs')) &&
      (files === undefined || existsSync(join(places.dist, name, FILES_FOLDER))),
  );
  if (!complete || !existsSync(stampFile)) return false;
  const stamp: Stamp = JSON.parse(await readFile(stampFile, 'utf8'));
  return stamp.hash === (await hashOf([options, entries], stamp.inputs, places));
}

/** Source files of ours; packages are known by the lockfile. */
function ownInputs(metafile: Metafile): readonly string[] {
  return Object.keys(metafile.inputs)
    .filter((file) => !file.includes('node_modules/'))
    .sort();
}

/** Hash of what is asked for, the lockfile and the source files; a file that is gone counts as empty. */
async function hashOf(
  asked: readonly [BuildOptions, readonly BundleEntry[]],
  inputs: readonly string[],
  { root, architecture = HOST }: BundlePlaces,
): Promise<string> {
  const [options, entries] = asked;
  const beside = entries.map(({ files = [], native = [] }) => [files, native]);
  const hash = createHash('sha256').update(JSON.stringify([options, beside, architecture]));
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
