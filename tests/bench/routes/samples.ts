import type { MainRoute } from './main-routes.ts';

/** How many connections the routes are measured at. */
export const CONNECTIONS = [1, 32] as const;
export type Connections = (typeof CONNECTIONS)[number];

/** How many calls are made. */
export interface Samples {
  readonly rounds: number;
  /** Calls of a round, by kind of route and connections. */
  readonly calls: Readonly<Record<MainRoute['kind'], Readonly<Record<Connections, number>>>>;
  /** Unmeasured calls before the first round: environments start, code gets hot. */
  readonly warmUp: Readonly<Record<MainRoute['kind'], number>>;
}

export const FULL: Samples = {
  rounds: 5,
  calls: { read: { 1: 200, 32: 960 }, write: { 1: 60, 32: 224 } },
  warmUp: { read: 2_400, write: 160 },
};

export const QUICK: Samples = {
  rounds: 1,
  calls: { read: { 1: 4, 32: 40 }, write: { 1: 4, 32: 40 } },
  warmUp: { read: 8, write: 8 },
};

/** Where the calls of a round begin and end in the list of a route's calls; the warm-up comes first. */
export function placeOf(
  { calls, warmUp }: Samples,
  kind: MainRoute['kind'],
  round: number,
  connections: Connections,
): { readonly from: number; readonly to: number } {
  const ofRound = calls[kind][1] + calls[kind][32];
  const from = warmUp[kind] + round * ofRound + (connections === 1 ? 0 : calls[kind][1]);
  return { from, to: from + calls[kind][connections] };
}

/** All calls of a route, from the first of the warm-up to the last of the last round. */
export const countOf = ({ rounds, calls, warmUp }: Samples, kind: MainRoute['kind']): number =>
  warmUp[kind] + rounds * (calls[kind][1] + calls[kind][32]);
