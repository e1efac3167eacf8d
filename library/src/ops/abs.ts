// abs: the absolute value.
import { defineOp, type Unary } from "./defineOp.ts";
import { multiply } from "./multiply.ts";
import { kinkedSamples } from "./samples.ts";
import { sign } from "./sign.ts";

/** The absolute value, element by element. Its derivative at 0 is 0. */
export const abs: Unary = defineOp({
  name: "abs",
  operands: ["x"],
  notation: "|{x}|",
  scalar: ([x]) => x.absolute(),
  vjp: { x: (g, { x }) => multiply(g, sign(x)) },
  samples: kinkedSamples,
});
