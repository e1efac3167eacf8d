// What a column of numbers looks like: its range, its middle, its spread and its histogram.

/** Statistics of the finite numbers of a column. */
export interface ColumnStatistics {
  readonly minimum: number;
  readonly maximum: number;
  readonly mean: number;
  readonly median: number;
  /** Standard deviation of the population (divided by n). */
  readonly deviation: number;
  /** How many numbers fall into each of `bins` equal parts of the range. */
  readonly histogram: readonly number[];
}

/** Statistics of numbers, none of them missing; undefined when there is none. */
export function columnStatistics(values: Float64Array, bins: number): ColumnStatistics | undefined {
  if (values.length === 0) return undefined;
  const sorted = Float64Array.from(values).sort();
  const minimum = sorted[0] ?? 0;
  const maximum = sorted.at(-1) ?? 0;
  const mean = values.reduce((sum, value) => sum + value / values.length, 0);
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2 / values.length, 0);
  const half = (sorted.length - 1) / 2;
  const median = ((sorted[Math.floor(half)] ?? 0) + (sorted[Math.ceil(half)] ?? 0)) / 2;
  return { minimum, maximum, mean, median, deviation: Math.sqrt(variance), histogram: histogramOf(sorted, bins) };
}

function histogramOf(sorted: Float64Array, bins: number): number[] {
  const counts = new Array<number>(bins).fill(0);
  const low = sorted[0] ?? 0;
  const range = (sorted.at(-1) ?? 0) - low;
  for (const value of sorted) {
    const bin = range === 0 ? 0 : Math.min(bins - 1, Math.floor(((value - low) / range) * bins));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}
