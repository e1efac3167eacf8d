// The hyperbolic tangent in float32.
import { type Float, float } from "../../tensor/index.ts";
import { atMost } from "./bounds.ts";
import { exponentialMinus1Series, LOG2_E, minusMultipleOfLn2, roundProduct } from "./exponentialParts.ts";
import { withSignOf } from "./signs.ts";

/**
 * tanh x in float32, within 2 ulp. For x >= 0 it is h / (1 - h) with h = (1 - e^-2x) / 2. With n the nearest whole
 * number to -2x / ln2 and r = x + n ln2 / 2, h is (1 - 2^n) / 2 + 2^n * (1 - e^-2r) / 2, which keeps its relative
 * precision near zero. Beyond 10 it is 1.
 */
export function hyperbolicTangent(x: Float): Float {
  const size = atMost(x.absolute(), 10);
  const { whole, biased } = roundProduct(size, -2 * LOG2_E, 127);
  const rest = minusMultipleOfLn2(size, whole, -0.5);
  const power = biased.shiftLeft(23).asFloatBits();
  const gap = power.timesPlus(-0.5, 0.5);
  const term = power.times(exponentialMinus1Series(rest, -2));
  const quotient = gap.plus(term).dividedBy(float(1).minus(gap).minus(term));
  return withSignOf(x, quotient);
}
