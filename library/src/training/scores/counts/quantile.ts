// quantile: the value below which a share of the rows, or of their weights, lies.
import { descendingOrder } from "./descendingOrder.ts";

/** The rows by rising value. */
function ascendingOrder(values: Float64Array): Uint32Array {
  return descendingOrder(values).reverse();
}

/** The first place whose sum is at least (or, `beyond`, more than) the wanted one; the last place where none is. */
function firstPlace(sums: Float64Array, wanted: number, beyond: boolean): number {
  let [low, high] = [0, sums.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const total = sums[middle] ?? 0;
    if (beyond ? total > wanted : total >= wanted) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * The inverse of the cumulated weights, averaged over both neighbours where a step of them is hit exactly: `"averaged
 * inverted cdf"` of Hyndman and Fan (1996), scikit-learn's weighted percentile. Rows of weight 0 count for nothing.
 */
export function weightedQuantile(values: Float64Array, share: number, weights?: Float64Array): number {
  const order = ascendingOrder(values).filter((row) => weights === undefined || (weights[row] ?? 0) > 0);
  let total = 0;
  const sums = Float64Array.from(order, (row) => {
    total += weights === undefined ? 1 : (weights[row] ?? 0);
    return total;
  });
  const wanted = share * total;
  const place = wanted === 0 ? 0 : Math.min(firstPlace(sums, wanted, false), order.length - 1);
  const value = values[order[place] ?? 0] ?? Number.NaN;
  if (wanted === 0 || (sums[place] ?? 0) - wanted > Number.EPSILON) return value;
  const next = Math.min(firstPlace(sums, sums[place] ?? 0, true), order.length - 1);
  return (value + (values[order[next] ?? 0] ?? Number.NaN)) / 2;
}

/** The middle value, or the mean of the two in the middle. */
export function median(values: Float64Array): number {
  const sorted = values.slice().sort();
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** Quantile of sorted values by linear interpolation between neighbours, as numpy's `percentile`. */
export function sortedQuantile(sorted: Float64Array, share: number): number {
  const position = (sorted.length - 1) * share;
  const below = Math.floor(position);
  const [low, high] = [sorted[below] ?? Number.NaN, sorted[Math.min(below + 1, sorted.length - 1)] ?? Number.NaN];
  const part = position - below;
  // From the nearer end, as numpy does, so that both ends are exact.
  return part >= 0.5 ? high - (high - low) * (1 - part) : low + (high - low) * part;
}
