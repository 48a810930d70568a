import { KartotekaError } from '../../shared/errors.ts';
import type { Copy } from './copy.ts';

const overTime = (milliseconds: number): KartotekaError =>
  new KartotekaError(
    'malformed',
    'search.over-time',
    `This question took over ${Math.round(milliseconds / 1000)} seconds and was stopped: ask for fewer rows, or narrow the filter.`,
  );

const overMemory = (cause: unknown): KartotekaError =>
  new KartotekaError(
    'malformed',
    'search.over-memory',
    'This question needs more memory than there is: narrow the filter, or group by fewer fields.',
    { cause },
  );

/**
 * Does work in the engine that is cut off when it takes too long or too much memory; the engine goes on with the next question.
 *
 * @throws KartotekaError `search.over-time` or `search.over-memory`
 */
export async function withinLimits<T>(copy: Copy, milliseconds: number, work: () => Promise<T>): Promise<T> {
  let stopped = false;
  const timer = setTimeout(() => {
    stopped = true;
    copy.connection.interrupt();
  }, milliseconds);
  // A statement that begins after the interruption would run on.
  const again = setInterval(() => {
    if (stopped) copy.connection.interrupt();
  }, 100);
  try {
    return await work();
  } catch (error) {
    if (stopped) throw overTime(milliseconds);
    if (error instanceof Error && /^Out of Memory/i.test(error.message)) throw overMemory(error);
    throw error;
  } finally {
    clearTimeout(timer);
    clearInterval(again);
  }
}
