import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { placedRoutes } from './openapi.ts';
import { fieldCodesOf, PROBLEM_CODES, problemsOf } from './problem-codes.ts';

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
});
