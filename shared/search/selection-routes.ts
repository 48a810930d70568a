import * as z from 'zod';
import { EVERYONE, WRITERS } from '../access.ts';
import { defineRoutes } from '../route.ts';
import { ulidSchema } from '../ulid.ts';
import {
  selectionCountSchema,
  selectionInputSchema,
  selectionListQuerySchema,
  selectionListSchema,
  selectionPatchSchema,
  selectionViewSchema,
} from './selection.ts';

const id = z.strictObject({ id: ulidSchema });
const conflicts = ['version.mismatch', 'version.conflict'] as const;
const ASKED = [
  'question.invalid',
  'selection.lost',
  'search.over-time',
  'search.over-memory',
  'search.preparing',
  'search.busy',
  'search.unavailable',
] as const;

/** Every route of selections. */
export const selectionRoutes = defineRoutes({
  createSelection: {
    method: 'POST',
    path: '/selections',
    summary: 'Save a search as a selection',
    description:
      'Used in any filter as `{"selection": "<id>"}`: of searches, aggregates, their measures, relations and other selections. What it names as `me`, ' +
      '`mine` or by a relative date is told from whoever uses it, who finds only cards that they may see.',
    roles: WRITERS,
    body: selectionInputSchema,
    response: selectionViewSchema,
    status: 201,
    versioned: true,
    errors: ['reference.unknown', 'team.required', 'team.unfit', 'search.too-large'],
  },
  listSelections: {
    method: 'GET',
    path: '/selections',
    summary: 'The selections that you may use',
    description:
      'Your own, those of your teams and those of everybody; administrators see all. A page may have fewer than `limit` and a `next` all the same.',
    roles: EVERYONE,
    query: selectionListQuerySchema,
    response: selectionListSchema,
    status: 200,
    errors: ['cursor.invalid'],
  },
  readSelection: {
    method: 'GET',
    path: '/selections/{id}',
    summary: 'Read a selection',
    roles: EVERYONE,
    params: id,
    response: selectionViewSchema,
    status: 200,
    versioned: true,
  },
  changeSelection: {
    method: 'PATCH',
    path: '/selections/{id}',
    summary: 'Change a selection',
    description:
      'By its maker or an administrator. With another `search` a frozen selection is dynamic again, since what it kept was found by the old one.',
    roles: WRITERS,
    params: id,
    body: selectionPatchSchema,
    response: selectionViewSchema,
    status: 200,
    versioned: true,
    errors: [
      ...conflicts,
      'reference.unknown',
      'team.required',
      'team.unfit',
      'search.too-large',
      'selection.circle',
    ],
  },
  deleteSelection: {
    method: 'DELETE',
    path: '/selections/{id}',
    summary: 'Delete a selection',
    description: 'By its maker or an administrator, and only where no other selection names it.',
    roles: WRITERS,
    params: id,
    status: 204,
    versioned: true,
    errors: ['selection.in-use'],
  },
  countSelection: {
    method: 'GET',
    path: '/selections/{id}/count',
    summary: 'How many cards a selection has now, of those that you may see',
    roles: EVERYONE,
    params: id,
    response: selectionCountSchema,
    status: 200,
    errors: ASKED,
  },
  freezeSelection: {
    method: 'POST',
    path: '/selections/{id}/freeze',
    summary: 'Keep the cards that a selection has now',
    description:
      'By its maker or an administrator; again to renew. The cards are those that you see. Later changes add none; a card that was deleted, or that whoever uses ' +
      'the selection may not see, is left out when it is used.',
    roles: WRITERS,
    params: id,
    response: selectionViewSchema,
    status: 200,
    versioned: true,
    errors: ASKED,
  },
});
