// The sine in float32.
import type { Float } from "../../tensor/index.ts";
import { quarterTurns, sineOfAngle } from "./quarterTurns.ts";
import { SIGN_BIT } from "./signs.ts";

/** sin x in float32, within 2 ulp for every finite x; NaN for infinite ones. */
export function sine(x: Float): Float {
  const value = sineOfAngle(quarterTurns(x.absolute()));
  return value.bits().xor(x.bits().and(SIGN_BIT)).asFloatBits();
}
