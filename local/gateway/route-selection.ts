/** A route of the HTTP API: `ANY /api/v1/companies/{proxy+}`, or `$default`. */
export interface RoutePattern {
  readonly key: string;
  /** Upper case, or `ANY`. */
  readonly method: string;
  /** Absent for `$default`. */
  readonly segments?: readonly Segment[];
}

/** A fixed part of a path, a variable for one part, or a greedy variable for all the rest. */
export type Segment =
  | { readonly kind: 'fixed'; readonly text: string }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'greedy'; readonly name: string };

export interface Selection<Route extends RoutePattern> {
  readonly route: Route;
  readonly pathParameters: Readonly<Record<string, string>>;
}

const RANK = { fixed: 0, variable: 1, greedy: 2 } as const;

/**
 * Reads a route key.
 * @throws {Error} where it is no route key of an HTTP API
 */
export function parseRouteKey(key: string): RoutePattern {
  if (key === '$default') return { key, method: 'ANY' };
  const [method, path, ...rest] = key.split(' ');
  if (method === undefined || path === undefined || rest.length > 0 || !path.startsWith('/')) {
    throw new Error(`Not a route key: ${key}`);
  }
  return { key, method, segments: path.slice(1).split('/').map(parseSegment) };
}

function parseSegment(text: string): Segment {
  const variable = /^\{([^{}+]+)(\+?)\}$/.exec(text);
  if (variable === null) return { kind: 'fixed', text };
  return { kind: variable[2] === '+' ? 'greedy' : 'variable', name: variable[1] ?? '' };
}

/**
 * Puts the routes into the order in which they are tried: full matches before greedy ones, fixed parts before
 * variables, one method before `ANY`, `$default` last.
 * Source: API Gateway developer guide, "Routes for HTTP APIs".
 */
export function inOrderOfSelection<Route extends RoutePattern>(routes: readonly Route[]): Route[] {
  return routes.toSorted(compareRoutes);
}

function compareRoutes(left: RoutePattern, right: RoutePattern): number {
  if (left.segments === undefined || right.segments === undefined) {
    return Number(left.segments === undefined) - Number(right.segments === undefined);
  }
  const greedy = Number(isGreedy(left.segments)) - Number(isGreedy(right.segments));
  if (greedy !== 0) return greedy;
  for (const [index, segment] of left.segments.entries()) {
    const other = right.segments[index];
    if (other === undefined) break;
    const difference = RANK[segment.kind] - RANK[other.kind];
    if (difference !== 0) return difference;
  }
  const longer = right.segments.length - left.segments.length;
  return longer !== 0 ? longer : Number(left.method === 'ANY') - Number(right.method === 'ANY');
}

function isGreedy(segments: readonly Segment[]): boolean {
  return segments.some(({ kind }) => kind === 'greedy');
}

/** The first route, of those given in order of selection, that a request falls to. `path` is decoded. */
export function selectRoute<Route extends RoutePattern>(
  ordered: readonly Route[],
  method: string,
  path: string,
): Selection<Route> | undefined {
  const parts = path.slice(1).split('/');
  for (const route of ordered) {
    if (route.method !== 'ANY' && route.method !== method) continue;
    const pathParameters = route.segments === undefined ? {} : matchSegments(route.segments, parts);
    if (pathParameters !== undefined) return { route, pathParameters };
  }
  return undefined;
}

function matchSegments(
  segments: readonly Segment[],
  parts: readonly string[],
): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const part = parts[index];
    if (part === undefined) return undefined;
    if (segment.kind === 'greedy') {
      const rest = parts.slice(index).join('/');
      return rest === '' ? undefined : { ...parameters, [segment.name]: rest };
    }
    if (segment.kind === 'fixed' ? part !== segment.text : part === '') return undefined;
    if (segment.kind === 'variable') parameters[segment.name] = part;
  }
  return parts.length === segments.length ? parameters : undefined;
}
