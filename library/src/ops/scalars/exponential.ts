// The exponential function in float32.
import type { Float } from "../../tensor/index.ts";
import { atMost } from "./bounds.ts";
import { exponentialMinus1Series, LOG2_E, minusMultipleOfLn2, roundProduct } from "./exponentialParts.ts";

/**
 * e^x in float32, within 2 ulp. With n the nearest whole number to x / ln2, e^x is 2^n * e^(x - n ln2); 2^n is two
 * factors, since n goes from -150 to 128. Where the result is zero, so are the factors, at no cost of denormals.
 */
export function exponential(x: Float): Float {
  const bounded = atMost(x.less(-104).select(-176, x), 89);
  const { whole, biased } = roundProduct(bounded, LOG2_E, 254);
  const rest = minusMultipleOfLn2(bounded, whole);
  const mantissa = exponentialMinus1Series(rest).plus(1);
  const half = biased.shiftRight(1);
  const first = half.shiftLeft(23).asFloatBits();
  const second = biased.minus(half).shiftLeft(23).asFloatBits();
  return mantissa.times(first).times(second);
}
