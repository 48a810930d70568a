import type { ErrorDetails, ErrorKind } from '../shared/errors.ts';
import type { Route } from '../shared/route.ts';

/** A code that an answer of the API may have, what it means, and on which routes. */
export interface ProblemCode {
  readonly code: string;
  readonly kind: ErrorKind;
  readonly meaning: string;
  /** Left out: on the routes that name the code in their row. */
  readonly on?: (route: Route) => boolean;
  /** The fields that the problem has beside the usual ones, as an example. */
  readonly details?: Pick<ErrorDetails, 'facts' | 'issues'>;
}

export const everywhere = (): boolean => true;
/** Answered where no route is. */
export const nowhere = (): boolean => false;
export const posts = ({ method, asks }: Route): boolean => method === 'POST' && !asks;
export const writes = ({ method, asks }: Route): boolean => method !== 'GET' && !asks;
/** Those that ask for an organisation, and not only for an identity. */
export const ofMembers = ({ roles }: Route): boolean => roles !== undefined;
export const withBody = ({ body }: Route): boolean => body !== undefined;
/** Changes of what has a version already. */
export const changesVersion = (route: Route): boolean =>
  route.versioned === true && writes(route) && route.status !== 201;
export const below =
  (path: RegExp) =>
  (route: Route): boolean =>
    path.test(route.path);
