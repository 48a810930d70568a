/**
 * `npm run docs` writes the generated documents; with `--check` it writes nothing and fails where one is not what the code
 * says now. Event schemas and stored shapes are promises: the shape of a version is written once; only what explains it may
 * be written anew.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { infraDocuments } from '../infra/documents/all.ts';
import { apiCallsModule } from './api-calls.ts';
import { dataModelDocument } from './data-model.ts';
import { eventSchemas, eventsDocument } from './events.ts';
import { type JsonSchema, sameShape } from './json-schema.ts';
import { describeApi } from './openapi.ts';
import { storedShapes } from './stored-shapes.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

const documents: Readonly<Record<string, string>> = {
  'docs/openapi.json': JSON.stringify(describeApi(), null, 2),
  'docs/data-model.md': dataModelDocument(),
  'docs/events.md': eventsDocument(),
  'shared/api-client/calls.ts': apiCallsModule(),
};
const promises: Readonly<Record<string, JsonSchema>> = { ...eventSchemas(), ...storedShapes() };

const written = (path: string): string | undefined => {
  const file = join(ROOT, path);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
};
const isStale = ([path, text]: readonly [string, string]): boolean => written(path) !== `${text}\n`;

function write([path, text]: readonly [string, string]): void {
  const file = join(ROOT, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${text}\n`);
  console.log(`Wrote ${path}`);
}

function fail(message: string, paths: readonly string[]): never {
  console.error(`${message}\n${paths.map((path) => `  ${path}`).join('\n')}`);
  process.exit(1);
}

function isBroken([path, schema]: readonly [string, JsonSchema]): boolean {
  const text = written(path);
  return text !== undefined && !sameShape(JSON.parse(text), schema);
}

const broken = Object.entries(promises).filter(isBroken);
if (broken.length > 0) {
  fail(
    'These shapes are promised to what is stored or published and must not change under their version: give the event a new version, ' +
      'or the item a new schema version with an upgrade function.',
    broken.map(([path]) => path),
  );
}
// The bundles hold the OpenAPI document: it comes first.
const schemas = Object.entries(promises).map(
  ([path, schema]) => [path, JSON.stringify(schema, null, 2)] as const,
);
const stale = [...Object.entries(documents), ...schemas].filter(isStale);
if (process.argv.includes('--check')) {
  stale.push(...Object.entries(infraDocuments()).filter(isStale));
  if (stale.length > 0)
    fail(
      'These documents are not what the code says now; run: npm run docs',
      stale.map(([path]) => path),
    );
} else {
  stale.forEach(write);
  Object.entries(infraDocuments()).filter(isStale).forEach(write);
}
