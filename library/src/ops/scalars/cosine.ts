// The cosine in float32.
import type { Float } from "../../tensor/index.ts";
import { quarterTurns, sineOfAngle } from "./quarterTurns.ts";

/** cos x in float32, within 2 ulp for every finite x; NaN for infinite ones. A quarter turn more makes it a sine. */
export function cosine(x: Float): Float {
  const { quarters, rest } = quarterTurns(x.absolute());
  return sineOfAngle({ quarters: quarters.plus(1), rest });
}
