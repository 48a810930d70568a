import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { withVariable } from './assembly.ts';

test('a copy of an assembly has one more variable for each function, and the assembly has not', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kartoteka-bench-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const [from, to] = [join(folder, 'from'), join(folder, 'to')];
  const named = (FunctionName: string, Environment?: object) => ({
    Type: 'AWS::Lambda::Function',
    Properties: { FunctionName, ...(Environment ? { Environment } : {}) },
  });
  const template = {
    Resources: {
      One: named('kartoteka-main-one', { Variables: { TABLE_NAME: { Ref: 'Table' } } }),
      Two: named('kartoteka-main-two'),
      Table: { Type: 'AWS::DynamoDB::Table', Properties: { FunctionName: 'not one' } },
    },
  };
  await mkdir(from);
  await writeFile(join(from, 'Api.template.json'), JSON.stringify(template));
  await writeFile(join(from, 'manifest.json'), '{}');

  await withVariable(from, to, 'WHO', (name) => name.toUpperCase());

  expect(JSON.parse(await readFile(join(to, 'Api.template.json'), 'utf8'))).toEqual({
    Resources: {
      ...template.Resources,
      One: named('kartoteka-main-one', {
        Variables: { TABLE_NAME: { Ref: 'Table' }, WHO: 'KARTOTEKA-MAIN-ONE' },
      }),
      Two: named('kartoteka-main-two', { Variables: { WHO: 'KARTOTEKA-MAIN-TWO' } }),
    },
  });
  expect(await readFile(join(to, 'manifest.json'), 'utf8')).toBe('{}');
  expect(JSON.parse(await readFile(join(from, 'Api.template.json'), 'utf8'))).toEqual(template);
});
