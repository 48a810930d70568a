import { spawnSync } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';

/** What the figures were measured on. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryMb: number;
  readonly system: string;
  readonly node: string;
  readonly java: string;
}

export function describeMachine(): Machine {
  return {
    processor: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryMb: Math.round(totalmem() / 1_048_576),
    system: `${process.platform} ${process.arch}`,
    node: process.version,
    // `java -version` prints to the standard error.
    java: spawnSync('java', ['-version'], { encoding: 'utf8' }).stderr?.split('\n')[0] ?? 'none',
  };
}

/** How many processes wanted to run in the last minute: above the number of cores, others were in the way. */
export const loadAverage = (): number => loadavg()[0] ?? 0;
