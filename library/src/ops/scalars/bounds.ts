// One-sided bounds that let NaN through, in the form that backends turn into a single instruction.
import type { Float } from "../../tensor/index.ts";
import { float } from "../../tensor/index.ts";

/** `x`, or `bound` where x is larger; NaN stays NaN. This is WebAssembly's `pmin(x, bound)`. */
export function atMost(x: Float, bound: number): Float {
  return float(bound).less(x).select(bound, x);
}

/** `x`, or `bound` where x is smaller; NaN stays NaN. This is WebAssembly's `pmax(x, bound)`. */
export function atLeast(x: Float, bound: number): Float {
  return x.less(bound).select(bound, x);
}
