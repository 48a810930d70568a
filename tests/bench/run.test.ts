import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { ACCESS_PATTERNS } from '../../functions/access-patterns.ts';
import { reportSchema } from './report.ts';

const RUN = fileURLToPath(new URL('./run.ts', import.meta.url));

const bench = (...words: readonly string[]) => promisify(execFile)(process.execPath, [RUN, ...words]);

test('--json prints one document and nothing else', async () => {
  const { stdout, stderr } = await bench('--json', 'uses');
  const { sections } = reportSchema.parse(JSON.parse(stdout));
  expect(sections.map(({ name }) => name)).toEqual(['uses']);
  expect(sections[0]?.tables[0]?.rows).toHaveLength(Object.values(ACCESS_PATTERNS).flat().length);
  expect(sections[0]?.aims).toEqual([expect.objectContaining({ reached: true })]);
  expect(stderr).toContain('uses ...');
}, 120_000);

test('--schema prints the schema of the document', async () => {
  const { stdout } = await bench('--schema');
  expect(JSON.parse(stdout)).toMatchObject({ properties: { format: { const: 'kartoteka-bench' } } });
});

test.each([['nothing-of-the-kind'], ['--fast']])('%s is refused with how to call it', async (word) => {
  await expect(bench(word)).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('npm run bench -- '),
  });
});
