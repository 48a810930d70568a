import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Log } from '../log.ts';
import { withFolderLock } from './folder-lock.ts';

/** What the cloud assembly is made from. */
const SOURCES = ['infra', 'functions', 'shared', 'events', 'package-lock.json', 'tsconfig.json'];
/** Assemblies kept: another running instance may still load functions from an older one. */
const KEPT = 5;

/**
 * Gives the folder of the cloud assembly of the tree as it is: made by bundling the functions and synthesizing the CDK
 * app once for each content of the sources, found again after that.
 * @param root folder of the repository
 * @param settings of the CDK app, by their full names (`kartoteka:...`), over those of the local runtime
 * @throws {Error} with what the CDK app printed where it fails
 */
export async function synthesize(
  root: string,
  log: Log,
  settings: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const cache = join(root, 'node_modules', '.cache', 'kartoteka');
  const context = {
    'kartoteka:architecture': process.arch === 'arm64' ? 'arm64' : 'x86_64',
    // The checks of the template belong to `npm run check`; they take longer than all the rest.
    'kartoteka:validate': false,
    ...settings,
  };
  const assembly = join(cache, hashOf(root, JSON.stringify(context)));
  if (!existsSync(assembly)) {
    mkdirSync(cache, { recursive: true });
    await withFolderLock(cache, async () => {
      if (existsSync(assembly)) return;
      const fresh = join(cache, `making-${process.pid}`);
      rmSync(fresh, { recursive: true, force: true });
      await log.step('Building the functions and the CDK app', () => runApp(root, fresh, context));
      renameSync(fresh, assembly);
    });
  }
  const now = new Date();
  utimesSync(assembly, now, now);
  removeOld(cache);
  return assembly;
}

function runApp(root: string, outdir: string, context: Readonly<Record<string, unknown>>): Promise<void> {
  const app = spawn(process.execPath, [join('infra', 'app.ts')], {
    cwd: root,
    // Nothing of the shell goes in: what is kept under the hash of the sources must depend on them alone.
    env: { CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: JSON.stringify(context) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [app.stdout, app.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  }
  return new Promise((resolve, reject) => {
    app.on('error', reject);
    app.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`The CDK app could not be synthesized (exit ${code}):\n${printed.trim()}`));
    });
  });
}

function hashOf(root: string, context: string): string {
  const hash = createHash('sha256').update(context);
  for (const file of SOURCES.flatMap((source) => filesOf(root, source))) {
    hash.update(`\0${file}\0`).update(readFileSync(join(root, file)));
  }
  return hash.digest('hex').slice(0, 24);
}

function filesOf(root: string, path: string): string[] {
  const found = statSync(join(root, path), { throwIfNoEntry: false });
  if (found === undefined) return [];
  if (found.isFile()) return path.endsWith('.test.ts') || path.endsWith('.md') ? [] : [path];
  return readdirSync(join(root, path))
    .sort()
    .flatMap((name) => filesOf(root, join(path, name)));
}

function removeOld(cache: string): void {
  const byAge = readdirSync(cache)
    .filter((name) => /^[0-9a-f]{24}$/.test(name))
    .map((name) => ({ name, used: statSync(join(cache, name), { throwIfNoEntry: false })?.mtimeMs ?? 0 }))
    .sort((left, right) => right.used - left.used);
  for (const { name } of byAge.slice(KEPT)) rmSync(join(cache, name), { recursive: true, force: true });
}
