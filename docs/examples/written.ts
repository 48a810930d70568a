import { writtenText } from '../../functions/runtime/written.ts';
import { EXAMPLE_IDS } from './ids.ts';

/** What the answer to a new company says of what was written. */
export const WRITTEN_EXAMPLE =
  writtenText([{ pk: `company#${EXAMPLE_IDS.company}`, sk: 'card', version: 1 }]) ?? '';
