// The logistic function (sigmoid) in float32.
import type { Float } from "../../tensor/index.ts";
import { atLeast, atMost } from "./bounds.ts";
import { exponentialMinus1Series, LOG2_E, minusMultipleOfLn2, roundProduct } from "./exponentialParts.ts";

/** Multiplies numerator and denominator, so that neither is denormal where the quotient is. */
const SCALE = 2 ** 64;

/**
 * 1 / (1 + e^-x) in float32, within 2 ulp. With n the nearest whole number to x / ln2 and r = x - n ln2 it is
 * 2^n / (2^n + e^-r), where e^-r is 1 - v; the sum is made in the order that rounds least. Below -132.4 it is 0 / 2^64.
 */
export function logistic(x: Float): Float {
  const bounded = atMost(atLeast(x, -132.4), 40);
  const { whole, biased } = roundProduct(bounded, LOG2_E, 127 + 64);
  const rest = minusMultipleOfLn2(bounded, whole);
  const complement = exponentialMinus1Series(rest, -1);
  const numerator = biased.shiftLeft(23).asFloatBits();
  return numerator.dividedBy(complement.timesPlus(-SCALE, numerator).plus(SCALE));
}
