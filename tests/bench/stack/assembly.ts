import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Log } from '../../../local/log.ts';
import { synthesize } from '../../../local/template/synthesize.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** Far above what one machine answers: the benchmark asks what the product can do, not what a tenant is allowed. */
const REQUESTS_PER_MINUTE = 10_000_000;

/** The product's cloud assembly, with settings that let one tenant ask as fast as it can. */
export function synthesizeForBench(note: (line: string) => void): Promise<string> {
  const log: Log = { line: note, step: (_what, run) => run() };
  return synthesize(ROOT, log, { 'requests-per-minute': REQUESTS_PER_MINUTE });
}

interface Template {
  readonly Resources?: Readonly<Record<string, Resource>>;
}

interface Resource {
  readonly Type: string;
  readonly Properties?: {
    readonly FunctionName?: string;
    readonly Environment?: { readonly Variables?: Readonly<Record<string, unknown>> };
  };
}

/**
 * Copies an assembly to `folder`, with one more variable for each of its functions. What a template sets comes before
 * what the local runtime sets, so this can also turn a function to another address.
 */
export async function withVariable(
  assembly: string,
  folder: string,
  name: string,
  valueFor: (functionName: string) => string,
): Promise<string> {
  await cp(assembly, folder, { recursive: true });
  for (const file of (await readdir(folder)).filter((one) => one.endsWith('.template.json'))) {
    const template = JSON.parse(await readFile(join(folder, file), 'utf8')) as Template;
    const resources = Object.entries(template.Resources ?? {}).map(([id, resource]) => [
      id,
      resource.Type === 'AWS::Lambda::Function' ? setVariable(resource, name, valueFor) : resource,
    ]);
    const changed = { ...template, Resources: Object.fromEntries(resources) };
    await writeFile(join(folder, file), JSON.stringify(changed));
  }
  return folder;
}

function setVariable(resource: Resource, name: string, valueFor: (functionName: string) => string): Resource {
  const { FunctionName: functionName = '', Environment: environment } = resource.Properties ?? {};
  const Variables = { ...environment?.Variables, [name]: valueFor(functionName) };
  return { ...resource, Properties: { ...resource.Properties, Environment: { ...environment, Variables } } };
}
