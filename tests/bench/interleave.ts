/** The list from another place on, each round the next: nobody is always first, and nobody always after the same. */
export const turned = <Value>(values: readonly Value[], round: number): Value[] => {
  const first = values.length === 0 ? 0 : round % values.length;
  return [...values.slice(first), ...values.slice(0, first)];
};
