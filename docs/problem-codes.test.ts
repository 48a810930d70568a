import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FAILURE_CODES } from '../shared/imports/import.ts';
import { importRoutes } from '../shared/imports/routes.ts';
import { placedRoutes } from './openapi.ts';
import { exampleOf, fieldCodesOf, PROBLEM_CODES, problemsOf } from './problem-codes.ts';

/** What only whoever runs the deployment gets to see. */
const BEHIND_THE_API = ['functions/platform/provisioning.ts'];

const source = globSync(['functions/**/*.ts', 'shared/**/*.ts'])
  .filter((file) => !file.endsWith('.test.ts') && !BEHIND_THE_API.includes(file))
  .map((file) => readFileSync(file, 'utf8'))
  .join('\n');

const thrown = (): string[] => [
  ...Array.from(
    source.matchAll(/new KartotekaError\(\s*'([a-z-]+)',\s*'([a-z.-]+)'/g),
    ([, kind, code]) => `${kind} ${code}`,
  ),
  ...Array.from(source.matchAll(/[^.]notFound\('([a-z]+)'\)/g), ([, what]) => `not-found ${what}.not-found`),
];

/** What each code is thrown with: the names of its facts, and whether it tells of single fields. */
function thrownWith(code: string): { readonly facts: string[]; readonly issues: boolean } {
  const calls = Array.from(source.matchAll(/new KartotekaError\(\s*'[a-z-]+',\s*'([a-z.-]+)'/g)).filter(
    ([, named]) => named === code,
  );
  const parts = calls.map(({ index }) => callAt(source.indexOf('(', index)));
  const names = parts.flatMap((part) => (/facts: [^{]*\{([^}]*)\}/.exec(part)?.[1] ?? '').split(','));
  return {
    facts: [...new Set(names.flatMap((name) => /^\s*(\w+)\s*(?::|$)/.exec(name)?.[1] ?? []))].sort(),
    issues: parts.some((part) => /\bissues\b/.test(part)),
  };
}

/** The parameters of a call, from its bracket to the one that closes it. */
function callAt(opening: number): string {
  let depth = 0;
  for (let place = opening; place < source.length; place += 1) {
    if (source[place] === '(') depth += 1;
    if (source[place] === ')') depth -= 1;
    if (depth === 0) return source.slice(opening, place);
  }
  return '';
}

describe('the codes of problems', () => {
  it('are those that the code throws, of the same kind', () => {
    const listed = PROBLEM_CODES.map(({ kind, code }) => `${kind} ${code}`);
    expect(listed.toSorted()).toEqual([...new Set(thrown())].toSorted());
  });

  it('each mean something, somewhere', () => {
    for (const { meaning } of PROBLEM_CODES) expect(meaning).toMatch(/^[A-Z`].+\.$/);
    const everywhere = placedRoutes().flatMap(({ route }) => problemsOf(route).map(({ code }) => code));
    const unrouted = PROBLEM_CODES.filter(({ code }) => !everywhere.includes(code)).map(({ code }) => code);
    expect(unrouted).toEqual(['token.missing', 'route.not-found', 'method.not-allowed']);
  });

  it('of single fields that a route names are refused somewhere', () => {
    for (const code of placedRoutes().flatMap(({ route }) => fieldCodesOf(route))) {
      expect(source).toContain(`'${code}'`);
    }
  });

  it('of lists that cannot be brought in are told beside the row that asks for it, or the import', () => {
    const codes = (pattern: RegExp): string[] =>
      [...new Set(Array.from(source.matchAll(pattern), ([, code = '']) => code))].toSorted();
    const mapping = codes(/'(mapping\.[a-z-]+)'/g);
    expect(importRoutes.dryRunImport.errors).toEqual(expect.arrayContaining(mapping));
    const ofRows = ['csv.damaged-text', 'csv.ragged'];
    const ofFiles = codes(/'(csv\.[a-z0-9-]+)'/g).filter((code) => !ofRows.includes(code));
    const failures = ['access.forbidden', ...ofFiles, ...codes(/code: '(import\.[a-z-]+)'/g)];
    expect(FAILURE_CODES).toEqual(failures);
  });

  it.each(PROBLEM_CODES)('have an example with the fields that the code gives it: $code', (problem) => {
    const { code, details = {} } = problem;
    const { facts, issues } = thrownWith(code);
    expect(Object.keys(details.facts ?? {}).toSorted(), 'say them in `details.facts`').toEqual(facts);
    expect(details.issues !== undefined, 'say them in `details.issues`').toBe(issues);
  });

  it.each(PROBLEM_CODES)('name no field in their meaning that their example lacks: $code', (problem) => {
    const named = Array.from(problem.meaning.matchAll(/`([a-z]\w+)`/g), ([, name]) => name);
    const fields = [...Object.keys(exampleOf(problem)), 'baseVersion', 'requestId'];
    expect(fields).toEqual(expect.arrayContaining(named));
  });
});
