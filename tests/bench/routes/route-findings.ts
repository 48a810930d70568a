import type { Played } from '../load/use.ts';
import { type Aim, atLeast, atMost } from '../section.ts';
import { median, medianRatio, percentile } from '../statistics.ts';
import type { Cell, Table } from '../table.ts';
import type { MeasuredRoute, SideName } from './compare-routes.ts';
import type { Samples } from './samples.ts';

/** Aims: the median may take this much longer than raw, and throughput may not fall below this part of raw. */
const SLOWEST_TO_RAW = 1.3;
const SLOWER_MS = 2;
const LEAST_OF_RAW = 0.6;

const p50 = ({ latencies }: Played): number => percentile(latencies, 0.5);
/** Of all rounds together: one round has too few for a percentile that high. */
const p99 = (rounds: readonly Played[]): number =>
  percentile(
    rounds.flatMap(({ latencies }) => [...latencies]),
    0.99,
  );
/** Uses a second. */
const rate = ({ latencies, elapsed }: Played): number => (latencies.length / elapsed) * 1000;

const over = (rounds: readonly Played[], figure: (played: Played) => number): number =>
  median(rounds.map(figure));

/** How the product's throughput compares with that of another side. */
const rateTo = ({ rounds }: MeasuredRoute, other: SideName): number =>
  medianRatio(rounds.product.map(rate), rounds[other].map(rate));

/** How far apart the rounds of the product are: the spread of their throughput, as part of the median. */
const spread = ({ rounds }: MeasuredRoute): number => {
  const rates = rounds.product.map(rate);
  return (Math.max(...rates) - Math.min(...rates)) / median(rates);
};

export const tableOf = (measured: readonly MeasuredRoute[]): Table => ({
  title: 'Routes: milliseconds and requests a second',
  columns: [
    { key: 'route', head: 'route' },
    { key: 'connections', head: 'connections' },
    { key: 'p50', head: 'p50 ms', digits: 2 },
    { key: 'rawP50', head: 'raw', digits: 2 },
    { key: 'wireP50', head: 'wire', digits: 2 },
    { key: 'p99', head: 'p99 ms', digits: 1 },
    { key: 'rawP99', head: 'raw', digits: 1 },
    { key: 'wireP99', head: 'wire', digits: 1 },
    { key: 'rate', head: 'a second' },
    { key: 'rawRate', head: 'raw' },
    { key: 'wireRate', head: 'wire' },
    { key: 'ofRaw', head: 'of raw', digits: 2 },
    { key: 'ofWire', head: 'of wire', digits: 2 },
    { key: 'spread', head: 'spread', digits: 2 },
  ],
  rows: measured.map(rowOf),
});

function rowOf(measured: MeasuredRoute): Record<string, Cell> {
  const { route, connections, rounds } = measured;
  return {
    route: route.name,
    connections,
    p50: over(rounds.product, p50),
    rawP50: over(rounds.raw, p50),
    wireP50: over(rounds.wire, p50),
    p99: p99(rounds.product),
    rawP99: p99(rounds.raw),
    wireP99: p99(rounds.wire),
    rate: over(rounds.product, rate),
    rawRate: over(rounds.raw, rate),
    wireRate: over(rounds.wire, rate),
    ofRaw: rateTo(measured, 'raw'),
    ofWire: rateTo(measured, 'wire'),
    spread: spread(measured),
  };
}

/** The aims of one route at so many connections. */
export function aimsFor(measured: MeasuredRoute): Aim[] {
  const { route, connections, rounds } = measured;
  const of = `${route.name}, ${connections}`;
  const limit = SLOWEST_TO_RAW * over(rounds.raw, p50) + SLOWER_MS;
  const latency = atMost('p50 at most 1.3 times raw plus 2 ms', of, over(rounds.product, p50), limit, 'ms');
  // With one connection the throughput is one by the latency, which has its own aim, with its own 2 ms.
  if (connections === 1) return [latency];
  return [
    latency,
    atLeast('throughput at least 60 % of raw', of, rateTo(measured, 'raw'), LEAST_OF_RAW, 'times raw'),
  ];
}

/** How the figures came about. */
export const notesOn = ({ rounds, calls }: Samples): string[] => [
  `Medians of ${rounds} rounds (p99: of all their calls together); in each, the product and the two raw sides are measured right after each other, each round another one first. A round takes ${calls.read[1]} reads and ${calls.write[1]} writes on one connection, and ${calls.read[32]} and ${calls.write[32]} on 32.`,
  '"raw" sends the engine requests of the same calls, recorded beforehand, by the SDK’s own client; "wire" sends them as bytes that are ready. The aims are held against "raw". All three have an engine of their own, with the same items, on this machine.',
  'While they write, the stream is read by as many readers as the product has, and what subscribers asked for is asked again, beside the writes. See tests/bench/README.md for what is compared and why.',
  '"spread" is how far apart the rounds of the product are: the largest throughput less the smallest, as part of the median.',
];
