import { CLIENT_ANSWERS } from './clients.ts';
import { DOCUMENT_ANSWERS } from './documents.ts';
import { EXPORT_ANSWERS } from './exports.ts';
import { IMPORT_ANSWERS } from './imports.ts';
import { JOINING_ANSWERS } from './joining.ts';
import { PLATFORM_ANSWERS } from './platform.ts';
import { SEARCH_ANSWERS } from './search.ts';
import { SELECTION_ANSWERS } from './selections.ts';
import { WORKING_TIME_ANSWERS } from './working-time.ts';

/** What each route that answers with a body usually answers, by the route's id: each capability has a file of its own. */
export const ANSWERS: Readonly<Record<string, unknown>> = {
  ...CLIENT_ANSWERS,
  ...DOCUMENT_ANSWERS,
  ...EXPORT_ANSWERS,
  ...IMPORT_ANSWERS,
  ...JOINING_ANSWERS,
  ...PLATFORM_ANSWERS,
  ...SEARCH_ANSWERS,
  ...SELECTION_ANSWERS,
  ...WORKING_TIME_ANSWERS,
};
