import { CLIENT_PATTERNS } from './clients/access-patterns.ts';
import { DOCUMENT_PATTERNS } from './documents/access-patterns.ts';
import { EVENT_PATTERNS } from './events/access-patterns.ts';
import { EXPORT_PATTERNS } from './exports/access-patterns.ts';
import { IMPORT_PATTERNS } from './imports/access-patterns.ts';
import { PLATFORM_PATTERNS } from './platform/access-patterns.ts';
import { RUNTIME_PATTERNS } from './runtime/access-patterns.ts';
import { SEARCH_PATTERNS } from './search/access-patterns.ts';
import { WORKING_TIME_PATTERNS } from './working-time/access-patterns.ts';

/**
 * Every access pattern with its budget, by capability, measured by `access-patterns.test.ts` on records of usual size. One
 * request or unit more fails the test, and so does one less, so that a budget never has slack for waste to creep into.
 */
export const ACCESS_PATTERNS = {
  clients: CLIENT_PATTERNS,
  documents: DOCUMENT_PATTERNS,
  exports: EXPORT_PATTERNS,
  imports: IMPORT_PATTERNS,
  platform: PLATFORM_PATTERNS,
  search: SEARCH_PATTERNS,
  'working-time': WORKING_TIME_PATTERNS,
  events: EVENT_PATTERNS,
  runtime: RUNTIME_PATTERNS,
} as const;

type Patterns = typeof ACCESS_PATTERNS;

export type AccessPatternId = Patterns[keyof Patterns][number]['id'];
