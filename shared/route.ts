import type * as z from 'zod';
import type { Role } from './access.ts';
import type { Deprecation } from './deprecation.ts';

interface RouteFields {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Path below `/api/v1`, parameters in braces. */
  readonly path: `/${string}`;
  readonly summary: string;
  /** Anything a caller would not guess from the summary; Markdown. */
  readonly description?: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly response?: z.ZodType;
  /** 202: the work goes on in the background, and the answer says where to see it. */
  readonly status: 200 | 201 | 202 | 204;
  /** The answer carries an ETag, and a change of it honours If-Match. */
  readonly versioned?: boolean;
  /** Codes of the errors special to this route, for the document. */
  readonly errors?: readonly string[];
  /** A POST that only asks: it changes nothing, can be repeated freely, and a body that breaks a rule is a malformed question (400). */
  readonly asks?: true;
  /** The route is to go: since when, until when, and what to use instead (`docs/deprecation.md`). */
  readonly deprecated?: Deprecation;
}

/** A route for the people of an organisation. */
export interface MemberRoute extends RouteFields {
  /** The roles that may call it at all; which records they reach is `shared/access.ts`. */
  readonly roles: readonly Role[];
  readonly access?: undefined;
}

/** A route for whoever has signed in, member of an organisation or not: it speaks of what is the identity's own. */
export interface IdentityRoute extends RouteFields {
  readonly access: 'identity';
  readonly roles?: undefined;
}

/**
 * One route as one row of data. The same rows make the Lambda's router, the gateway's prefixes, the OpenAPI
 * document and a client's typed calls; the handler is attached by the route's id in `functions/`.
 */
export type Route = MemberRoute | IdentityRoute;

export type Routes = Readonly<Record<string, Route>>;

type Output<S> = S extends z.ZodType ? z.output<S> : undefined;

/** What a handler of a route receives, parsed. */
export interface RouteInput<R extends Route> {
  readonly params: Output<R['params']>;
  readonly query: Output<R['query']>;
  readonly body: Output<R['body']>;
}

/** The body a handler of a route answers with. */
export type RouteOutput<R extends Route> = R['response'] extends z.ZodType
  ? z.input<R['response']>
  : undefined;

/** Keeps the literal types of the rows. */
export const defineRoutes = <const R extends Routes>(routes: R): R => routes;

/** Whether a client may ask for some fields of the answer only, by the parameter `fields`. */
export const takesFields = ({ method, response }: Route): boolean =>
  method === 'GET' && response !== undefined;

/** Whether it is answered from the columnar copy, which follows what is written: a question may name what it has to know of. */
export const asksCopy = ({ errors = [] }: Route): boolean => errors.includes('search.preparing');
