/** An execution environment in a process of its own: it ends with the runtime that started it, however that ends. */
import { serve } from './environment-inside.ts';
import type { EnvironmentData, InvocationMessage } from './protocol.ts';

process.on('disconnect', () => process.exit());
// A terminal signals all processes of a group: the runtime alone decides when this one ends.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

await serve(JSON.parse(process.argv[2] ?? '') as EnvironmentData, {
  tell: (message) => process.send?.(message),
  onInvocation: (take) => process.on('message', (message) => take(message as InvocationMessage)),
});
