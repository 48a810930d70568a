import { CLIENT_BODIES } from './examples/client-bodies.ts';
import { DOCUMENT_BODIES } from './examples/documents.ts';
import { EXPORT_BODIES } from './examples/exports.ts';
import { IMPORT_BODIES } from './examples/imports.ts';
import { JOINING_BODIES } from './examples/joining.ts';
import { PLATFORM_BODIES } from './examples/platform.ts';
import { SEARCH_BODIES } from './examples/search.ts';
import { SELECTION_BODIES } from './examples/selections.ts';
import { WORKING_TIME_BODIES } from './examples/working-time.ts';

/**
 * A usual body of each route that takes one, by the route's id; it names other records by `EXAMPLE_IDS`. Tests hold each to its
 * schema and send it to a running stack. Each capability has a file of its own.
 */
export const EXAMPLES: Readonly<Record<string, unknown>> = {
  ...CLIENT_BODIES,
  ...DOCUMENT_BODIES,
  ...EXPORT_BODIES,
  ...IMPORT_BODIES,
  ...JOINING_BODIES,
  ...PLATFORM_BODIES,
  ...SEARCH_BODIES,
  ...SELECTION_BODIES,
  ...WORKING_TIME_BODIES,
};
