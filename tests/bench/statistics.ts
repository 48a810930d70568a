/**
 * The smallest value that at least `share` of all values do not exceed (nearest rank).
 *
 * @param share From above 0 to 1: 0.5 is the median of an odd number of values, 0.99 the 99th percentile.
 * @throws RangeError where there are no values
 */
export function percentile(values: ArrayLike<number>, share: number): number {
  const sorted = Float64Array.from(values).sort();
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) throw new RangeError('No values to take a percentile of.');
  return value;
}

/**
 * The middle value, or the mean of the two middle ones.
 *
 * @throws RangeError where there are no values
 */
export function median(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort();
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  if (low === undefined || high === undefined) throw new RangeError('No values to take the median of.');
  return (low + high) / 2;
}

/**
 * The median of how two sides of each round compare. What was going on on the machine hits both sides of a round
 * alike, so their ratio is steadier than the ratio of two medians.
 *
 * @throws RangeError where the sides have not measured the same rounds
 */
export function medianRatio(ones: readonly number[], others: readonly number[]): number {
  if (ones.length !== others.length) throw new RangeError('The two sides have measured different rounds.');
  return median(ones.map((one, round) => one / (others[round] ?? Number.NaN)));
}

/** The values in an order of chance (Fisher and Yates). */
export function shuffled<Value>(values: readonly Value[], random: () => number = Math.random): Value[] {
  const mixed = [...values];
  for (let last = mixed.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    const taken = mixed[last] as Value;
    mixed[last] = mixed[other] as Value;
    mixed[other] = taken;
  }
  return mixed;
}
