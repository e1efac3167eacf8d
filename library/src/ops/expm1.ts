// expm1: e to the power of x, less 1.
import { defineOp, type Unary } from "./defineOp.ts";
import { exp } from "./exp.ts";
import { multiply } from "./multiply.ts";
import { unarySamples } from "./samples.ts";
import { exponentialMinus1 } from "./scalars/index.ts";

/** `e^x - 1` element by element, precise also where `x` is small. */
export const expm1: Unary = defineOp({
  name: "expm1",
  operands: ["x"],
  notation: "expm1({x})",
  scalar: ([x]) => exponentialMinus1(x),
  number: Math.expm1,
  vjp: { x: (g, { x }) => multiply(g, exp(x)) },
  samples: (random) => unarySamples(random, [-3, 3]),
});
