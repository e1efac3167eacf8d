// sign: -1, 0 or 1.
import { defineOp, type Unary } from "./defineOp.ts";
import { kinkedSamples } from "./samples.ts";

/** -1 for negative numbers, 1 for positive ones, 0 for zeros and NaN for NaN. Its derivative is 0. */
export const sign: Unary = defineOp({
  name: "sign",
  operands: ["x"],
  notation: "sign({x})",
  scalar: ([x]) => x.greater(0).select(1, x.less(0).select(-1, x)),
  vjp: {},
  samples: kinkedSamples,
});
