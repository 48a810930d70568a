import { expect, test } from 'vitest';
import { brokenBoundaries, importsOf, readSources } from './boundaries.ts';

const file = (path: string, text: string) => ({ path, text });

test('the repository keeps its boundaries', () => {
  expect(brokenBoundaries(readSources(process.cwd()))).toEqual([]);
});

test('every way to import is seen, and whether it is of types only', () => {
  const text = [
    "import { a, type B } from './a.ts';",
    "import type { C } from '../c.ts';",
    "import './d.ts';",
    "export * from './e.ts';",
    "export type { F } from './f.ts';",
    "const g = await import('./g.ts');",
    "import { readFile } from 'node:fs';",
  ].join('\n');
  expect(importsOf(file('shared/x/y.ts', text)).map(({ to, typeOnly }) => [to, typeOnly])).toEqual([
    ['shared/x/a.ts', false],
    ['shared/c.ts', true],
    ['shared/x/d.ts', false],
    ['node:fs', false],
    ['shared/x/e.ts', false],
    ['shared/x/f.ts', true],
    ['shared/x/g.ts', false],
  ]);
});

test.each([
  ['shared/one.ts', '../events/two.ts', 'lean on nothing of ours'],
  ['shared/one.ts', 'node:crypto', 'no AWS and no Node'],
  ['events/one.ts', '../functions/runtime/two.ts', 'knows the vocabulary'],
  ['functions/clients/one.ts', '../../local/two.ts', 'no knowledge of where it runs'],
  ['functions/clients/one.ts', '../platform/users.ts', 'by its service only'],
  ['functions/runtime/one.ts', '../clients/two.ts', 'may know none'],
  ['infra/one.ts', '../functions/clients/http.ts', 'never a handler'],
  ['infra/one.ts', '../shared/money.ts', 'never a handler'],
  ['local/one.ts', '../infra/stacks/data.ts', 'by its synthesized template'],
  ['local/one.ts', '../tests/equipment/two.ts', 'does not depend on its tests'],
  ['functions/clients/one.ts', '../../shared/verified-tenant.ts', 'have proof of a tenant'],
])('%s may not import %s', (path, target, because) => {
  expect(brokenBoundaries([file(path, `import { x } from '${target}';`)]).join()).toContain(because);
});

test.each([
  ['functions/clients/one.ts', '../platform/service.ts'],
  ['functions/clients/one.ts', './two.ts'],
  ['functions/clients/one.ts', '../runtime/http.ts'],
  ['infra/one.ts', '../shared/clients/routes.ts'],
  ['functions/runtime/caller.ts', '../../shared/verified-tenant.ts'],
  ['functions/clients/one.test.ts', '../../tests/equipment/two.ts'],
])('%s may import %s', (path, target) => {
  expect(brokenBoundaries([file(path, `import { x } from '${target}';`)])).toEqual([]);
});

test('the type of a verified tenant may be named everywhere', () => {
  const text = "import type { VerifiedTenant } from '../../shared/verified-tenant.ts';";
  expect(brokenBoundaries([file('functions/clients/one.ts', text)])).toEqual([]);
});

test('files that import each other in a circle are found, types left out', () => {
  const circle = [
    file('shared/a.ts', "import { b } from './b.ts';"),
    file('shared/b.ts', "import { c } from './c.ts';"),
    file('shared/c.ts', "import { a } from './a.ts';"),
    file('shared/d.ts', "import type { a } from './d2.ts';"),
    file('shared/d2.ts', "import { d } from './d.ts';"),
  ];
  expect(brokenBoundaries(circle)).toEqual([
    'shared/a.ts -> shared/b.ts -> shared/c.ts -> shared/a.ts: imports in a circle',
  ]);
});

test('the environment is read in env.ts only', () => {
  const text = "export const name = process.env['NAME'];";
  expect(brokenBoundaries([file('functions/clients/one.ts', text)])).toHaveLength(1);
  expect(brokenBoundaries([file('functions/runtime/env.ts', text)])).toEqual([]);
});
