import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { functionDefinitions } from '../capabilities/all.ts';
import { readConfig } from '../config.ts';
import { addChecks, createApp } from '../create-app.ts';
import { createStacks } from '../installation.ts';
import { type Templates, templatesOf } from './template.ts';

/**
 * The templates of an installation without its code: each function is a one-line stand-in, so that nothing
 * has to be built and documents do not change with the code.
 *
 * @param settings CDK context, keys with the prefix `kartoteka:`; rules are checked only where asked.
 * @throws Error of a wrong setting, or of a finding of the rules.
 */
export function synthesize(settings: Readonly<Record<string, unknown>> = {}): Templates {
  const folder = mkdtempSync(join(tmpdir(), 'kartoteka-synth-'));
  try {
    for (const { name } of functionDefinitions) {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, 'index.mjs'), `export const handler = async () => '${name}';\n`);
    }
    const app = createApp({
      outdir: join(folder, 'cdk.out'),
      context: { 'kartoteka:validate': false, ...settings },
    });
    const config = readConfig(app.node);
    createStacks(app, { config, bundleOf: (name) => join(folder, name) });
    addChecks(app, config);
    return templatesOf(app.synth());
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
