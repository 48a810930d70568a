import { tmpdir } from 'node:os';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { offsetAt } from '../../shared/local-time.ts';
import { type Copy, openCopy } from './copy.ts';
import { timestampOf } from './values.ts';
import { localTime } from './zone-offset.ts';

let copy: Copy;

beforeAll(async () => {
  copy = await openCopy({ memory: '200MB', threads: 1, folder: tmpdir() });
});
afterAll(() => copy.close());

const ZONES = [
  'UTC',
  'Europe/Moscow',
  'Europe/Berlin',
  'America/New_York',
  'America/St_Johns',
  'Asia/Kathmandu',
  'Etc/GMT+5',
  'Pacific/Apia',
];

it('is what the clocks of a zone show, east and west of Greenwich, over every change of them', async () => {
  const zone = fc.constantFrom(...ZONES);
  const instant = fc.date({
    min: new Date('2000-01-01T00:00Z'),
    max: new Date('2035-01-01T00:00Z'),
    noInvalidDate: true,
  });
  await fc.assert(
    fc.asyncProperty(zone, fc.array(instant, { minLength: 1, maxLength: 20 }), async (where, instants) => {
      const times = instants.map((at) => at.getTime());
      const [from, to] = [new Date(Math.min(...times)), new Date(Math.max(...times))];
      for (const at of instants) {
        const local = localTime('CAST($1 AS TIMESTAMP)', where, from, to);
        const [[shown] = []] = await copy.rows(`SELECT epoch_ms(${local})`, [timestampOf(at.toISOString())]);
        expect(Number(shown)).toBe(at.getTime() + offsetAt(at.getTime(), where));
      }
    }),
  );
});
