import { EXAMPLE_IDS } from './examples/ids.ts';
import type { ProblemCode } from './problem-code.ts';

/** What may be wrong with a question. */
export const SEARCH_FAULTS: readonly ProblemCode[] = [
  {
    code: 'question.invalid',
    kind: 'malformed',
    meaning: 'The question is not right: `errors` has a pointer, a code and a message for each fault.',
    details: {
      issues: [
        {
          pointer: '/filter/and/0/field',
          code: 'field.unknown',
          message: 'companies have no such field: GET /search/objects lists them.',
        },
      ],
    },
  },
  {
    code: 'aggregate.too-many-groups',
    kind: 'malformed',
    meaning: 'There are more than 5,000 groups: ask for the top groups of a field, or for longer periods.',
  },
  {
    code: 'search.over-time',
    kind: 'malformed',
    meaning: 'The question took too long and was stopped: ask for fewer rows, or narrow the filter.',
  },
  {
    code: 'search.over-memory',
    kind: 'malformed',
    meaning: 'The question needs more memory than there is: narrow the filter, or group by fewer fields.',
  },
  {
    code: 'search.answer-too-large',
    kind: 'malformed',
    meaning: 'The texts of the page are too long for one answer: ask for fewer rows, or for fewer fields.',
  },
];

/** Why there is no answer at this moment. */
export const SEARCH_DELAYS: readonly ProblemCode[] = [
  {
    code: 'search.preparing',
    kind: 'unavailable',
    meaning: 'Your cards are being made ready for searching: ask again after `Retry-After`.',
  },
  {
    code: 'search.busy',
    kind: 'unavailable',
    meaning: 'Too much is being asked at this moment: ask again after `Retry-After`.',
  },
  {
    code: 'search.unavailable',
    kind: 'unavailable',
    meaning: 'The search does not answer at this moment: ask again after `Retry-After`.',
  },
];

/** What stands in the way of selections: 409. */
export const SELECTION_CONFLICTS: readonly ProblemCode[] = [
  {
    code: 'selection.in-use',
    kind: 'conflict',
    meaning:
      'Other selections name this one: change or delete them first. `selections` has those that you may see.',
    details: { facts: { selections: [EXAMPLE_IDS.selection] } },
  },
  {
    code: 'selection.lost',
    kind: 'conflict',
    meaning:
      'The cards that a frozen selection kept cannot be read: ask again, and if that does not help, freeze it again.',
  },
];
