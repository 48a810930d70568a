import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * Has a process of its own do one piece of work.
 *
 * @param file Name of the module beside this one
 * @throws Error where the process ends without an answer; what it printed stands on the standard error
 */
export function inProcess<Order extends object, Answer>(file: string, order: Order): Promise<Answer> {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), {
    execArgv: ['--max-old-space-size=8192'],
    stdio: ['ignore', 2, 2, 'ipc'],
  });
  return new Promise((resolve, reject) => {
    child.once('message', (answer) => resolve(answer as Answer));
    child.once('error', reject);
    child.once('exit', (code, signal) => reject(new Error(`${file} ended with ${signal ?? code}.`)));
    child.send(order);
  });
}
