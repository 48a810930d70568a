import type * as z from 'zod';
import type { Role } from './access.ts';
import type { Deprecation } from './deprecation.ts';

/**
 * One route as one row of data. The same rows make the Lambda's router, the gateway's prefixes, the OpenAPI
 * document and a client's typed calls; the handler is attached by the route's id in `functions/`.
 */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Path below `/api/v1`, parameters in braces. */
  readonly path: `/${string}`;
  readonly summary: string;
  /** Anything a caller would not guess from the summary; Markdown. */
  readonly description?: string;
  /** The roles that may call it at all; which records they reach is `shared/access.ts`. */
  readonly roles: readonly Role[];
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly response?: z.ZodType;
  readonly status: 200 | 201 | 204;
  /** The answer carries an ETag, and a change of it honours If-Match. */
  readonly versioned?: boolean;
  /** Codes of the errors special to this route, for the document. */
  readonly errors?: readonly string[];
  /** The route is to go: since when, until when, and what to use instead (`docs/deprecation.md`). */
  readonly deprecated?: Deprecation;
}

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
