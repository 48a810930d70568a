/**
 * `npm run check`: everything but the tests. Each step says what it looked at; one that fails says how to mend it, and the
 * others still run, so that one round shows all there is to mend.
 */
import { spawnSync } from 'node:child_process';

interface Step {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly remedy: string;
  readonly environment?: Readonly<Record<string, string>>;
}

const ROOTS = ['shared', 'events', 'functions', 'infra', 'local', 'tests', 'docs', '.ci'];

const STEPS: readonly Step[] = [
  {
    name: 'Format and lint',
    command: ['biome', 'ci', '--colors=off', '.'],
    remedy: 'npm run format mends most of it',
  },
  { name: 'Types', command: ['tsc', '-p', '.'], remedy: 'mend the types' },
  {
    name: 'Unused code',
    command: ['knip'],
    remedy: 'delete what nobody uses, or say in knip.json how it is used',
  },
  {
    name: 'Import boundaries',
    command: ['depcruise', '--config', '.dependency-cruiser.mjs', ...ROOTS],
    remedy: 'see .dependency-cruiser.mjs for who may import whom, and why',
  },
  {
    name: 'Synth with cdk-nag and cfn-guard',
    command: ['cdk', 'synth', '--quiet', '--output', 'cdk.out/check'],
    remedy: 'mend each finding, or acknowledge it with its reason beside the construct',
  },
  { name: 'Generated documents', command: ['node', 'docs/generate.ts', '--check'], remedy: 'npm run docs' },
  {
    name: 'OpenAPI lint',
    command: ['redocly', 'lint', 'docs/openapi.json'],
    remedy: 'mend the rows or docs/openapi*.ts, then npm run docs; the rules are in redocly.yaml',
    // Neither tells its makers that it runs nor asks whether there is a newer one.
    environment: { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
  },
];

const failed: Step[] = [];
for (const step of STEPS) {
  const [program, ...parameters] = step.command;
  const began = Date.now();
  const { status, stdout, stderr, error } = spawnSync(program, parameters, {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, ...step.environment },
  });
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${step.name} (${seconds} s)`);
  if (status === 0) continue;
  failed.push(step);
  console.error(`${stdout ?? ''}${stderr ?? ''}${error ? `${error.message}\n` : ''}`);
}
for (const { name, remedy } of failed) console.error(`${name}: ${remedy}`);
process.exit(failed.length === 0 ? 0 : 1);
