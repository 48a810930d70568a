/** Makes `count` things, so many at a time, in the order in which they are numbered. */
export async function atOnce<Made>(
  count: number,
  lanes: number,
  make: (index: number) => Promise<Made>,
): Promise<Made[]> {
  const made: Made[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count) {
      const index = next;
      next += 1;
      made[index] = await make(index);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return made;
}
