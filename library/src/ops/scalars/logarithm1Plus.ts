// log(1 + x) in float32, precise also where x is small.
import type { Float } from "../../tensor/index.ts";
import { int } from "../../tensor/index.ts";
import { centredExponent, dividedByPower, logarithmSeries } from "./logarithmParts.ts";
import { withSignOf } from "./signs.ts";

/**
 * log(1 + x) in float32, within 2 ulp: -Infinity at -1, NaN below. With k the exponent of 1 + x it is
 * log((1 + x) / 2^k) + k ln2, where (1 + x) / 2^k - 1 is x / 2^k + (2^-k - 1), rounded once.
 */
export function logarithm1Plus(x: Float): Float {
  const exponent = centredExponent(x.plus(1));
  // 2^(1 - k): k can be 128, and 2^-128 is denormal.
  const doublePower = int(0x40000000).minus(exponent.shiftLeft(23)).asFloatBits();
  const rest = dividedByPower(x, exponent).plus(doublePower.timesPlus(0.5, -1));
  const finite = logarithmSeries(rest, exponent.toFloat());
  const special = x.equal(-1).select(Number.NEGATIVE_INFINITY, x.less(-1).select(Number.NaN, x));
  const result = x.greater(-1).and(x.less(Number.POSITIVE_INFINITY)).select(finite, special);
  return withSignOf(x, result);
}
