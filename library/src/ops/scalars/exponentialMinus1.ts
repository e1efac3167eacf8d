// e^x - 1 in float32, precise also where x is small.
import type { Float } from "../../tensor/index.ts";
import { atLeast, atMost } from "./bounds.ts";
import { exponentialMinus1Series, LOG2_E, minusMultipleOfLn2, roundProduct } from "./exponentialParts.ts";
import { withSignOf } from "./signs.ts";

/**
 * e^x - 1 in float32, within 2 ulp. With n the nearest whole number to x / ln2 and r = x - n ln2 it is
 * (2^n - 1) + 2^n * (e^r - 1), computed at half its size, since 2^128 is no float32. Below -20 it is -1.
 */
export function exponentialMinus1(x: Float): Float {
  const bounded = atMost(atLeast(x, -20), 89);
  const { whole, biased } = roundProduct(bounded, LOG2_E, 126);
  const rest = minusMultipleOfLn2(bounded, whole);
  const halfPower = biased.shiftLeft(23).asFloatBits();
  const result = halfPower.timesPlus(exponentialMinus1Series(rest), halfPower.minus(0.5)).times(2);
  return withSignOf(x, result);
}
