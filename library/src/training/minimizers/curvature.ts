// What L-BFGS remembers of the curvature: the last steps, and how the gradient changed along them.
import { dot, plus, times } from "./vectors.ts";

/** One step, and the change of the gradient along it. */
export interface CurvaturePair {
  readonly step: Float64Array;
  readonly change: Float64Array;
}

/**
 * The direction `-H g`, where `H` approximates the inverse of the second derivatives by the pairs: the two loops of
 * Nocedal, "Updating quasi-Newton matrices with limited storage", 1980. Without pairs it is `-g`.
 *
 * @param pairs the oldest first.
 */
export function quasiNewtonDirection(pairs: readonly CurvaturePair[], gradient: Float64Array): Float64Array {
  const newest = pairs.at(-1);
  let direction = times(-1, gradient);
  if (newest === undefined) return direction;
  const shares: number[] = [];
  for (const { step, change } of pairs.toReversed()) {
    const share = dot(step, direction) / dot(step, change);
    shares.push(share);
    direction = plus(direction, -share, change);
  }
  direction = times(dot(newest.step, newest.change) / dot(newest.change, newest.change), direction);
  for (const { step, change } of pairs) {
    const share = dot(change, direction) / dot(step, change);
    direction = plus(direction, (shares.pop() ?? 0) - share, step);
  }
  return direction;
}

/**
 * The pairs with a new one, which is left out where the curvature along it is not positive: there `H` would no longer
 * lead downwards. The bound is that of L-BFGS-B.
 *
 * @param slope of the loss along the step, at its start.
 */
export function rememberPair(
  pairs: readonly CurvaturePair[],
  pair: CurvaturePair,
  slope: number,
  historySize: number,
): readonly CurvaturePair[] {
  if (dot(pair.step, pair.change) <= Number.EPSILON * -slope) return pairs;
  return [...pairs, pair].slice(-historySize);
}
