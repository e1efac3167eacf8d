// Signs of floats, as bits.
import type { Float } from "../../tensor/index.ts";

/** The bit that is set in negative floats. */
export const SIGN_BIT = 0x80000000;

/** A float that is not negative, with the sign of `x`; one that is negative stays so. */
export function withSignOf(x: Float, result: Float): Float {
  return result.bits().or(x.bits().and(SIGN_BIT)).asFloatBits();
}
