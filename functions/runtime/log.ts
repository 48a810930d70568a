/** An error for the log, name, message and stack alone: the engine's errors carry the items that stood in the way, and those hold personal data. */
export function withoutItems(error: unknown): Error {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  return Object.assign(new Error(message), { name, ...(stack === undefined ? {} : { stack }) });
}
