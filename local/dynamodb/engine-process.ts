import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { askForTables } from './forward.ts';

/** DynamoDB Local answers in about a second; a busy machine gets plenty more. */
const START_DEADLINE_MS = 20_000;
const STOP_DEADLINE_MS = 5_000;
const POLL_MS = 25;
/** How much of the engine's own output is kept for error messages, in characters. */
const OUTPUT_KEPT = 32_000;

const CONFIGURATION = fileURLToPath(new URL('./engine-process.xml', import.meta.url));

export interface EngineProcessOptions {
  /** Folder of the database. Left out: the data live in memory. */
  readonly dataDir?: string | undefined;
  /** Port on 127.0.0.1; 0 or left out: a free one. */
  readonly port?: number | undefined;
  /** Java heap, as `-Xmx` takes it. */
  readonly heap?: string | undefined;
  /** Java executable; found on PATH by default. */
  readonly java?: string | undefined;
}

export interface EngineProcess {
  /** `http://127.0.0.1:<port>` */
  readonly endpoint: string;
  readonly port: number;
  readonly pid: number;
  /** Settles when the engine is gone, for whatever reason, with a line that says how. */
  readonly exited: Promise<string>;
  /** Stops the engine cleanly, or by force after 5 s. */
  stop(): Promise<void>;
  /** Kills it without a chance to tidy up; wait for `exited` after it. Harmless when it is gone. */
  kill(): void;
}

/**
 * Starts the Java process of DynamoDB Local on the loopback interface and resolves when it answers requests.
 * The engine ends with this process, even when this process is killed.
 *
 * @throws Error with the engine's own output when Java is missing, the port is taken, or nothing answers in 20 s.
 */
export async function startEngineProcess(options: EngineProcessOptions = {}): Promise<EngineProcess> {
  // Its own process group: Ctrl-C in a terminal reaches the parent alone, which stops the engine last.
  const child = spawn(options.java ?? 'java', javaArguments(options), {
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
    windowsHide: true,
  });
  const output = keepOutput(child);
  const exited = exitOf(child);
  // The engine may end before it reads the end of its input: that is what `exited` tells.
  child.stdin.on('error', () => undefined);

  const deadline = AbortSignal.timeout(START_DEADLINE_MS);
  const settled = new AbortController();
  const asking = AbortSignal.any([deadline, settled.signal]);
  try {
    const port = await Promise.race([untilAnswering(output, asking), exited.then(failWith)]);
    return {
      endpoint: `http://127.0.0.1:${port}`,
      port,
      pid: child.pid ?? 0,
      exited,
      stop: () => stopChild(child, exited),
      kill: () => void child.kill('SIGKILL'),
    };
  } catch (error) {
    child.kill('SIGKILL');
    const reason = deadline.aborted ? `no answer in ${START_DEADLINE_MS / 1000} s` : messageOf(error);
    throw new Error(describeFailure(reason, options, output.text()));
  } finally {
    settled.abort();
  }
}

function javaArguments({ dataDir, port = 0, heap = '1g' }: EngineProcessOptions): string[] {
  const manifest = createRequire(import.meta.url).resolve('amplify-dynamodb-simulator/package.json');
  const home = join(dirname(manifest), 'emulator');
  const libraries = join(home, 'DynamoDBLocal_lib');
  return [
    `-Xmx${heap}`,
    '-XX:+UseSerialGC',
    // The fast compiler only: a run is short, and half of its time would go into the other's compiling.
    '-XX:TieredStopAtLevel=1',
    `-Djava.library.path=${libraries}`,
    '-cp',
    [join(home, 'DynamoDBLocal.jar'), join(libraries, '*')].join(delimiter),
    'org.eclipse.jetty.xml.XmlConfiguration',
    `kartoteka.port=${port}`,
    `kartoteka.inMemory=${dataDir === undefined}`,
    ...(dataDir === undefined ? [] : [`kartoteka.data=${dataDir}`]),
    CONFIGURATION,
  ];
}

interface Output {
  text(): string;
}

/** Keeps reading, or the engine would block on a full pipe, and keeps the last part for error messages. */
function keepOutput(child: ChildProcess): Output {
  let kept = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      kept = (kept + chunk).slice(-OUTPUT_KEPT);
    });
  }
  return { text: () => kept };
}

/** A Java stack trace says in its first lines what happened; its frames help nobody here. */
function withoutFrames(output: string): string {
  const lines = output.split('\n').filter((line) => !/^\s+(at |\.\.\. \d)/.test(line));
  return [...new Set(lines)].join('\n').trim();
}

function exitOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error: NodeJS.ErrnoException) => {
      const missing = error.code === 'ENOENT';
      resolve(missing ? 'Java was not found; install Java 17 or newer' : error.message);
    });
    // `close`, not `exit`: by then all of the output has been read.
    child.once('close', (code, signal) => resolve(`the engine ended (${signal ?? `exit code ${code}`})`));
  });
}

async function untilAnswering(output: Output, signal: AbortSignal): Promise<number> {
  for (;;) {
    const port = /kartoteka-engine-port=(\d+)/.exec(output.text())?.[1];
    if (port !== undefined) {
      await askForTables(`http://127.0.0.1:${port}`, { agent: false, signal });
      return Number(port);
    }
    await pause(POLL_MS, undefined, { signal });
  }
}

async function stopChild(child: ChildProcess, exited: Promise<string>): Promise<void> {
  child.stdin?.end();
  const force = setTimeout(() => child.kill('SIGKILL'), STOP_DEADLINE_MS);
  await exited;
  clearTimeout(force);
}

function describeFailure(reason: string, { port, dataDir }: EngineProcessOptions, output: string): string {
  const said = withoutFrames(output);
  const cause = /Failed to bind/.test(said) ? `port ${port} on 127.0.0.1 is taken` : reason;
  const place = dataDir === undefined ? '' : ` (data in ${dataDir})`;
  return `DynamoDB Local did not start${place}: ${cause}${said === '' ? '' : `\nIts own output:\n${said}`}`;
}

function failWith(reason: string): never {
  throw new Error(reason);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
