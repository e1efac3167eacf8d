// What the logarithms share: splitting at powers of two, and the series on the rest.
import type { Float, Int } from "../../tensor/index.ts";
import { LN_2_HIGH, LN_2_LOW } from "./exponentialParts.ts";
import { polynomial } from "./polynomial.ts";

/** The bits of the float32 below the square root of 1/2, less those of 1. */
const HALF_ROOT_BITS = 0x3f3504f3;

/** The exponent that leaves a positive normal number between the roots of 1/2 and 2. */
export function centredExponent(x: Float): Int {
  return x.bits().minus(HALF_ROOT_BITS).shiftRight(23);
}

/** `x / 2^exponent` for normal numbers, by their bits. */
export function dividedByPower(x: Float, exponent: Int): Float {
  return x.bits().minus(exponent.shiftLeft(23)).asFloatBits();
}

/** A positive number as a normal one times 2^-shift, where the shift is 24 for denormals and else 0. */
export function normalized(x: Float): { normal: Float; shift: Int } {
  const denormal = x.less(2 ** -126);
  return { normal: denormal.select(x.times(2 ** 24), x), shift: denormal.selectInt(24, 0) };
}

/** (log(1 + f) - f + f^2 / 2) / f^3 for 1 + f between the roots of 1/2 and 2: leaves log(1 + f) within 2^-27.3 of itself. */
const remainder = [0.3333333, -0.2500082, 0.20001242, -0.16623409, 0.14201587, -0.13159624, 0.12762131, -0.076362565];

/** `log(1 + f) + exponent * ln2`, for 1 + f between the roots of 1/2 and 2. */
export function logarithmSeries(f: Float, exponent: Float): Float {
  const curved = polynomial(f, [-0.5, ...remainder]).times(f.times(f));
  const small = exponent.timesPlus(LN_2_LOW, curved);
  return exponent.timesPlus(LN_2_HIGH, f.plus(small));
}
