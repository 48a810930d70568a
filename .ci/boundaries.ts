import { globSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { parseSync } from 'oxc-parser';
import { BOUNDARY_RULES, type BoundaryRule, ENVIRONMENT_READERS, TESTS } from './boundary-rules.ts';

const SOURCES = '{docs,events,functions,infra,local,shared,tests,web,.ci}/**/*.{ts,mts,mjs,tsx}';

/** One import of a file: another file from the repository's root, or a package. */
export interface Import {
  readonly from: string;
  readonly to: string;
  /** Only types are imported, so nothing is left of it at run time. */
  readonly typeOnly: boolean;
}

export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

export function readSources(root: string): readonly SourceFile[] {
  return globSync(SOURCES, { cwd: root })
    .filter((path) => !path.includes('node_modules'))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

/** Everything a file imports or exports from elsewhere, by the syntax tree. */
export function importsOf({ path, text }: SourceFile): readonly Import[] {
  const { module, errors } = parseSync(path, text);
  const [error] = errors;
  if (error) throw new Error(`${path}: ${error.message}`);
  const imports = module.staticImports.map(({ moduleRequest, entries }) => ({
    target: moduleRequest.value,
    typeOnly: entries.length > 0 && entries.every(({ isType }) => isType),
  }));
  const exports = module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ moduleRequest, isType }) =>
      moduleRequest ? [{ target: moduleRequest.value, typeOnly: isType }] : [],
    ),
  );
  const dynamic = module.dynamicImports
    .map(({ moduleRequest: { start, end } }) => text.slice(start, end))
    .flatMap((request) => {
      const [, target] = /^['"](.+)['"]$/.exec(request) ?? [];
      return target === undefined ? [] : [{ target, typeOnly: false }];
    });
  return [...imports, ...exports, ...dynamic].map(({ target, typeOnly }) => ({
    from: path,
    to: target.startsWith('.') ? posix.join(dirname(path), target) : target,
    typeOnly,
  }));
}

/** What breaks a rule, one line each, in the order of the files. */
export function brokenBoundaries(files: readonly SourceFile[]): readonly string[] {
  const imports = files.flatMap(importsOf);
  return [
    ...imports.filter(({ from }) => !TESTS.test(from)).flatMap(brokenRules),
    ...cyclesOf(imports).map((cycle) => `${cycle.join(' -> ')}: imports in a circle`),
    ...files.filter(readsEnvironment).map(({ path }) => `${path}: reads process.env, which only env.ts may`),
  ];
}

function brokenRules(one: Import): string[] {
  return BOUNDARY_RULES.filter((rule) => isBroken(rule, one)).map(
    ({ because }) => `${one.from} imports ${one.to}: ${because}`,
  );
}

function isBroken(rule: BoundaryRule, { from, to, typeOnly }: Import): boolean {
  if (!rule.from.test(from) || rule.except?.test(from) || !rule.to.test(to)) return false;
  if (rule.typesMayCross && typeOnly) return false;
  const [, own] = /^[^/]+\/([^/]+)\//.exec(from) ?? [];
  const butMay = rule.butMay && new RegExp(rule.butMay.source.replace('<own>', own ?? ''));
  return !butMay?.test(to);
}

function readsEnvironment({ path, text }: SourceFile): boolean {
  return /\bprocess\.env\b/.test(text) && !ENVIRONMENT_READERS.test(path) && !TESTS.test(path);
}

/** Circles of imports that exist at run time, each once, from its first file in the alphabet. */
export function cyclesOf(imports: readonly Import[]): readonly (readonly string[])[] {
  const targets = Map.groupBy(
    imports.filter(({ typeOnly }) => !typeOnly),
    ({ from }) => from,
  );
  const found = new Map<string, readonly string[]>();
  const done = new Set<string>();
  const visit = (file: string, trail: readonly string[]): void => {
    const start = trail.indexOf(file);
    if (start >= 0) {
      const cycle = trail.slice(start);
      found.set([...cycle].sort().join(), [...cycle, file]);
    }
    if (start >= 0 || done.has(file)) return;
    for (const { to } of targets.get(file) ?? []) visit(to, [...trail, file]);
    done.add(file);
  };
  for (const file of [...targets.keys()].sort()) visit(file, []);
  return [...found.values()];
}
