import type { AccessPattern } from '../runtime/access-pattern.ts';

const SHARDS = [0, 1, 2, 3, 4, 5, 6, 7] as const;

/** Every use of the table by the events capability; the relay reads the stream alone. */
export const EVENT_PATTERNS = [
  {
    id: 'replay-failure',
    use: 'Publish an event again that was put aside (operator)',
    routes: [],
    requests: ['BatchGetItem pk = T#event#<day>#<shard>, sk = <event>, of each, consistent'],
    reads: 1,
    writes: 0,
  },
  {
    id: 'replay-day',
    use: 'Publish the events of a day again (operator): a day without events',
    routes: [],
    requests: SHARDS.map((shard) => `Query pk = T#event#<day>#${shard}` as const),
    reads: 4,
    writes: 0,
  },
] as const satisfies readonly AccessPattern[];
