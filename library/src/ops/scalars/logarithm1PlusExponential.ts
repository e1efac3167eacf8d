// log(1 + e^-|x|) in float32: the distance of softplus from the positive part of its argument.
import type { Float } from "../../tensor/index.ts";
import { exponential } from "./exponential.ts";
import { logarithmSeries } from "./logarithmParts.ts";

/**
 * log(1 + e^-|x|) in float32, within 2 ulp: what softplus has above max(x, 0). With p = e^-|x|, which is at most 1, it is
 * log(1 + p), or where 1 + p is beyond the root of 2, log((1 + p) / 2) + ln2.
 */
export function logarithm1PlusExponential(x: Float): Float {
  const p = exponential(x.absolute().negate());
  const upper = p.greater(0.4142);
  return logarithmSeries(upper.select(p.timesPlus(0.5, -0.5), p), upper.select(1, 0));
}
