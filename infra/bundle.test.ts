import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type BundleEntry, bundleFunctions } from './bundle.ts';

const entries: readonly BundleEntry[] = [
  { name: 'clients', entry: 'functions/one.ts' },
  { name: 'platform', entry: 'functions/two.ts' },
];

let root: string;
const places = () => ({ root, dist: join(root, 'dist/functions') });
const bundleOf = (name: string) => join(places().dist, name, 'index.mjs');

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'kartoteka-bundle-'));
  await writeSource('shared.ts', 'export const greet = (name: string): string => "Hello, " + name;');
  await writeSource(
    'one.ts',
    "import { greet } from './shared.ts'; export const handler = async () => greet('one');",
  );
  await writeSource(
    'two.ts',
    "import { greet } from './shared.ts'; export const handler = async () => greet('two');",
  );
});

afterEach(() => rm(root, { recursive: true, force: true }));

async function writeSource(name: string, source: string): Promise<void> {
  const folder = join(root, 'functions');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, name), source);
}

test('each function becomes an ES module that runs by itself, with its source map beside it', async () => {
  expect(await bundleFunctions(entries, places())).toBe(true);
  const bundle: { handler: () => Promise<string> } = await import(pathToFileURL(bundleOf('clients')).href);
  expect(await bundle.handler()).toBe('Hello, one');
  const code = await readFile(bundleOf('platform'), 'utf8');
  expect(code).not.toContain('sourceMappingURL');
  expect(JSON.parse(await readFile(`${bundleOf('platform')}.map`, 'utf8'))).toHaveProperty('mappings');
});

test('sizes are kept beside the bundles', async () => {
  await bundleFunctions(entries, places());
  const metafile = JSON.parse(await readFile(join(root, 'dist/metafile.json'), 'utf8'));
  expect(metafile.outputs['dist/functions/clients/index.mjs'].bytes).toBeGreaterThan(0);
});

test('what is built from the same files is left alone; a change anywhere below builds again', async () => {
  await bundleFunctions(entries, places());
  expect(await bundleFunctions(entries, places())).toBe(false);
  await writeSource('shared.ts', 'export const greet = (name: string): string => "Good day, " + name;');
  expect(await bundleFunctions(entries, places())).toBe(true);
  expect(await readFile(bundleOf('platform'), 'utf8')).toContain('Good day');
});

test('a bundle that is gone is built again', async () => {
  await bundleFunctions(entries, places());
  await rm(bundleOf('clients'));
  expect(await bundleFunctions(entries, places())).toBe(true);
});

test('a function without its source file is named', async () => {
  await rm(join(root, 'functions/two.ts'));
  await expect(bundleFunctions(entries, places())).rejects.toThrow('platform: functions/two.ts');
});

describe('modules that are loaded when they are needed', () => {
  const lazy = { lazy: ['functions/seldom.ts'] as const };

  beforeEach(async () => {
    await writeSource('seldom.ts', "export const word = 'seldom needed';");
    await writeSource('one.ts', "export const handler = async () => (await import('./seldom.ts')).word;");
  });

  test('lie beside the bundle and not in it', async () => {
    await bundleFunctions([{ name: 'clients', entry: 'functions/one.ts', ...lazy }], places());
    expect(await readFile(bundleOf('clients'), 'utf8')).not.toContain('seldom needed');
    const bundle: { handler: () => Promise<string> } = await import(pathToFileURL(bundleOf('clients')).href);
    expect(await bundle.handler()).toBe('seldom needed');
  });

  test('are asked for where a function loads them that does not name them', async () => {
    await writeSource('two.ts', "export { handler } from './one.ts';");
    const both = [
      { name: 'clients', entry: 'functions/one.ts', ...lazy },
      { name: 'platform', entry: 'functions/two.ts' },
    ];
    await expect(bundleFunctions(both, places())).rejects.toThrow('platform/index.mjs loads ./seldom.mjs');
  });
});

describe('files that a function serves', () => {
  const serving: readonly BundleEntry[] = [
    {
      name: 'clients',
      entry: 'functions/one.ts',
      files: [
        {
          name: 'page.css',
          sources: ['functions/reset.css', 'functions/page.css'],
          edits: [{ from: 'https://fonts.example/', to: '' }],
        },
      ],
    },
  ];
  const served = () => readdir(join(places().dist, 'clients/files'));

  beforeEach(async () => {
    await writeSource('reset.css', 'body { margin: 0 }');
    await writeSource('page.css', 'h1 { src: url("https://fonts.example/h1") }');
  });

  test('lie beside its bundle under the hash of their content, compressed in each way', async () => {
    await bundleFunctions(serving, places());
    const [plain = '', brotli = '', gzip = '', ...more] = await served();
    expect([brotli, gzip, more]).toEqual([`${plain}.br`, `${plain}.gz`, []]);
    expect(plain).toMatch(/^page\.[0-9a-f]{16}\.css$/);
    const [text, packed, zipped] = await Promise.all(
      [plain, brotli, gzip].map((name) => readFile(join(places().dist, 'clients/files', name))),
    );
    expect(text?.toString()).toBe('body { margin: 0 }\nh1 { src: url("h1") }');
    expect(brotliDecompressSync(packed ?? '')).toEqual(text);
    expect(gunzipSync(zipped ?? '')).toEqual(text);
  });

  test('are built again when one of them changes or is gone, and then have another name', async () => {
    await bundleFunctions(serving, places());
    expect(await bundleFunctions(serving, places())).toBe(false);
    const before = await served();
    await writeSource('reset.css', 'body { margin: 1px }');
    expect(await bundleFunctions(serving, places())).toBe(true);
    expect((await served()).filter((name) => before.includes(name))).toEqual([]);
    await rm(join(places().dist, 'clients/files'), { recursive: true });
    expect(await bundleFunctions(serving, places())).toBe(true);
    expect(await served()).toHaveLength(3);
  });

  test('are refused where a source or a text to be changed is not there', async () => {
    await writeSource('page.css', 'h1 { color: red }');
    await expect(bundleFunctions(serving, places())).rejects.toThrow(
      '"https://fonts.example/" stands 0 times',
    );
    await rm(join(root, 'functions/reset.css'));
    await expect(bundleFunctions(serving, places())).rejects.toThrow('there is no functions/reset.css');
  });
});
