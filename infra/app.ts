import { join } from 'node:path';
import { bundleFunctions, DIST } from './bundle.ts';
import { functionDefinitions } from './capabilities/all.ts';
import { readConfig } from './config.ts';
import { addChecks, createApp } from './create-app.ts';
import { createStacks } from './installation.ts';

const app = createApp();
const config = readConfig(app.node);
if (!config.bundled) {
  const places = { root: process.cwd(), dist: DIST, architecture: config.architecture };
  await bundleFunctions(functionDefinitions, places);
}
createStacks(app, { config, bundleOf: (name) => join(DIST, name) });
addChecks(app, config);
app.synth();
