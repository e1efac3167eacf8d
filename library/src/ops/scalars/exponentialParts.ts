// What the formulas around the exponential share: splitting at powers of two, and the series on the rest.
import type { Float, Int } from "../../tensor/index.ts";
import { polynomial } from "./polynomial.ts";

/** The logarithm of e to base 2. */
export const LOG2_E = Math.LOG2E;
/** The greater part of ln 2, of 15 bits, so that its product with a whole number below 2^9 is exact. */
export const LN_2_HIGH = 0.693145751953125;
/** What that part lacks. */
export const LN_2_LOW = 1.4286068e-6;

/** 1.5 * 2^23: a number below 2^22 in size that is added to it is rounded to a whole one, which fills the low bits. */
const ROUNDER = 12582912;

/**
 * `x * factor` rounded to a whole number: as a float, and in the low 9 bits of an integer with `bias` added to it.
 * Shifted left by 23, the integer is the float 2^whole when the bias is 127.
 */
export function roundProduct(x: Float, factor: number, bias: number): { whole: Float; biased: Int } {
  const sum = x.timesPlus(factor, ROUNDER + bias);
  return { whole: sum.minus(ROUNDER + bias), biased: sum.bits() };
}

/** `x - whole * ln2 * scale`, with the rounding of its last operation alone; `scale` is a power of two, or one negated. */
export function minusMultipleOfLn2(x: Float, whole: Float, scale = 1): Float {
  return whole.timesPlus(-LN_2_LOW * scale, whole.timesPlus(-LN_2_HIGH * scale, x));
}

/** (e^r - 1 - r) / r^2 for |r| <= ln2 / 2: leaves e^r - 1 within 2^-26.1 of itself. */
const remainder = [0.49999997, 0.16666545, 0.04166746, 0.008366432, 0.0013868435];

/** `(e^(scale * r) - 1) / scale` for |scale * r| <= ln2 / 2; `scale` is a power of two, or one negated. */
export function exponentialMinus1Series(r: Float, scale = 1): Float {
  const coefficients = remainder.map((coefficient, power) => coefficient * scale ** (power + 1));
  return r.times(r).timesPlus(polynomial(r, coefficients), r);
}
