// floor: the nearest whole number below.
import { defineOp, type Unary } from "./defineOp.ts";
import { kinkedSamples } from "./samples.ts";

/** The largest whole number that is at most `x`, element by element. Its derivative is 0. */
export const floor: Unary = defineOp({
  name: "floor",
  operands: ["x"],
  notation: "⌊{x}⌋",
  scalar: ([x]) => x.floor(),
  vjp: {},
  samples: kinkedSamples,
});
