/** Does something with every element, at most so many at a time. The first failure ends it once what runs is done. */
export async function forEachAtMost<T>(
  limit: number,
  elements: readonly T[],
  act: (element: T, place: number) => Promise<void>,
): Promise<void> {
  const rest = elements.entries();
  let failed = false;
  const work = async (): Promise<void> => {
    for (const [place, element] of rest) {
      if (failed) return;
      try {
        await act(element, place);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: limit }, work));
  for (const result of ended) if (result.status === 'rejected') throw result.reason;
}
