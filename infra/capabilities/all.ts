import type { Capability, FunctionDefinition } from '../capability.ts';
import { apiDescription } from './api-description.ts';
import { clients } from './clients.ts';
import { documents } from './documents.ts';
import { events } from './events.ts';
import { exports } from './exports.ts';
import { imports } from './imports.ts';
import { platform } from './platform.ts';
import { search } from './search.ts';
import { workingTime } from './working-time.ts';

export const capabilities: readonly Capability[] = [
  clients,
  documents,
  exports,
  imports,
  search,
  platform,
  workingTime,
  events,
  apiDescription,
];

/** Every function of the product, in the order of its capability. */
export const functionDefinitions: readonly FunctionDefinition[] = capabilities.flatMap(
  (capability) => capability.functions,
);
