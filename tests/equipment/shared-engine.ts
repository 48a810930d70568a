import type { TestProject } from 'vitest/node';
import { startEngine } from '../../local/dynamodb/engine.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the one in-memory engine of the run; take a table of your own with `createTable`. */
    dynamodbEndpoint: string;
  }
}

/** One engine for the whole run: a start costs a second and 200 MB, a table a few milliseconds. */
export default async function setUpSharedEngine(project: TestProject): Promise<() => Promise<void>> {
  const engine = await startEngine();
  project.provide('dynamodbEndpoint', engine.endpoint);
  return engine.stop;
}
