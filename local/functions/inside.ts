import { fork } from 'node:child_process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { FunctionDefinition } from './definition.ts';
import type { LogFile } from './log-file.ts';
import type { EnvironmentData, InvocationMessage, ThreadMessage } from './protocol.ts';

/** What runs a function's code, seen from the runtime. */
export interface Inside {
  send(message: InvocationMessage): void;
  onMessage(take: (message: ThreadMessage) => void): void;
  onError(take: (error: unknown) => void): void;
  /** @param take gets how it ended: `exit status 1`, `signal: killed` */
  onExit(take: (status: string) => void): void;
  /** Ends it in the midst of whatever it does; resolves once it is gone. */
  terminate(): Promise<unknown>;
}

/**
 * Starts the inside of an environment. A thread is quickest; an environment that serves one tenant is a process, since the machine code in it
 * (an engine with threads of its own) would take the whole runtime along when a thread is ended in the midst of its work.
 */
export const startInside = (definition: FunctionDefinition, log: LogFile): Inside =>
  definition.tenantIsolation ? startProcess(definition, log) : startThread(definition, log);

/** Young generation and code come on top of it; Lambda counts them in. */
const heapOf = ({ memoryMb }: FunctionDefinition): number => Math.max(32, memoryMb - 32);

const dataOf = (
  { module, handler, name, arn, memoryMb, logGroup }: FunctionDefinition,
  log: LogFile,
): EnvironmentData => ({
  module: pathToFileURL(module).href,
  handler,
  functionName: name,
  functionArn: arn,
  memoryMb,
  logGroup,
  logFile: log.path,
});

function startThread(definition: FunctionDefinition, log: LogFile): Inside {
  const thread = new Worker(new URL('./environment-thread.ts', import.meta.url), {
    name: definition.name,
    env: { ...definition.variables },
    workerData: dataOf(definition, log),
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: heapOf(definition) },
  });
  thread.unref();
  // Node's own last words; the function writes to the file by itself.
  for (const stream of [thread.stdout, thread.stderr]) stream.setEncoding('utf8').on('data', log.write);
  return {
    send: (message) => thread.postMessage(message),
    onMessage: (take) => thread.on('message', take),
    onError: (take) => thread.on('error', take),
    onExit: (take) => thread.on('exit', (code) => take(`exit status ${code}`)),
    terminate: () => thread.terminate(),
  };
}

function startProcess(definition: FunctionDefinition, log: LogFile): Inside {
  const child = fork(
    fileURLToPath(new URL('./environment-process.ts', import.meta.url)),
    [JSON.stringify(dataOf(definition, log))],
    {
      env: { ...definition.variables },
      execArgv: [`--max-old-space-size=${heapOf(definition)}`],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    },
  );
  const gone = new Promise((resolve) => child.once('exit', resolve).once('error', resolve));
  child.unref();
  child.channel?.unref();
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', log.write);
  return {
    // What cannot be sent any more goes to a process that has ended: that is told by its exit.
    send: (message) => child.send(message, () => undefined),
    onMessage: (take) => child.on('message', (message) => take(message as ThreadMessage)),
    onError: (take) => child.on('error', take),
    onExit: (take) =>
      child.on('exit', (code, signal) => take(signal === null ? `exit status ${code}` : `signal: ${signal}`)),
    terminate: () => {
      child.kill('SIGKILL');
      return gone;
    },
  };
}
