// The error function in float32.
import type { Float } from "../../tensor/index.ts";
import { float } from "../../tensor/index.ts";
import { atMost } from "./bounds.ts";
import { exponentialMinus1Series, LOG2_E, minusMultipleOfLn2, roundProduct } from "./exponentialParts.ts";
import { polynomial } from "./polynomial.ts";
import { withSignOf } from "./signs.ts";

/** erf(x) / x - 1 for 0 <= x <= 1, in x^2: leaves erf(x) within 2^-29.7 of itself. */
const nearZero = [0.12837917, -0.3761263, 0.11283618, -0.026855126, 0.0051907334, -0.0008030751, 0.0000792031];
/** -log(1 - erf(x)) for 1 <= x <= 4: leaves erf(x) within 2^-29.8 of itself. */
const farFromZero = [0.0003415269, 1.1270891, 0.63814497, 0.10310658, -0.021837953, 0.0029476238, -0.00018637501];

/** erf x in float32, within 2 ulp: an odd polynomial up to 1, and 1 - e^-g(x) with a polynomial g beyond; 1 from 4 on. */
export function errorFunction(x: Float): Float {
  const size = x.absolute();
  const near = polynomial(size.times(size), nearZero).timesPlus(size, size);
  const result = size.less(1).select(near, farError(size));
  return withSignOf(x, result);
}

/** erf of 1 and more: with e^-g = 2^n * (1 - v), it is (1 - 2^n) + 2^n * v. */
function farError(size: Float): Float {
  const g = polynomial(atMost(size, 4), farFromZero);
  const { whole, biased } = roundProduct(g, -LOG2_E, 127);
  const power = biased.shiftLeft(23).asFloatBits();
  return power.timesPlus(exponentialMinus1Series(minusMultipleOfLn2(g, whole, -1), -1), float(1).minus(power));
}
