// Polynomials in Horner's form.
import { type Float, float } from "../../tensor/index.ts";

/** `c0 + x * (c1 + x * (c2 + ...))`, for coefficients from the constant up. */
export function polynomial(x: Float, coefficients: readonly number[]): Float {
  const [highest = 0, ...lower] = coefficients.toReversed();
  return lower.reduce((sum, coefficient) => sum.timesPlus(x, coefficient), float(highest));
}
