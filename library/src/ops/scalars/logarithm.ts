// The natural logarithm in float32.
import type { Float } from "../../tensor/index.ts";
import { centredExponent, dividedByPower, logarithmSeries, normalized } from "./logarithmParts.ts";

/** log x in float32, within 2 ulp: -Infinity at zeros, NaN below. */
export function logarithm(x: Float): Float {
  const { normal, shift } = normalized(x);
  const exponent = centredExponent(normal);
  const rest = dividedByPower(normal, exponent).minus(1);
  const finite = logarithmSeries(rest, exponent.minus(shift).toFloat());
  const special = x.equal(0).select(Number.NEGATIVE_INFINITY, x.less(0).select(Number.NaN, x));
  return x.greater(0).and(x.less(Number.POSITIVE_INFINITY)).select(finite, special);
}
