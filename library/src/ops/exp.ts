// exp: e to the power of x.
import { defineOp, type Unary } from "./defineOp.ts";
import { multiply } from "./multiply.ts";
import { unarySamples } from "./samples.ts";
import { exponential } from "./scalars/index.ts";

/** `e^x` element by element. */
export const exp: Unary = defineOp({
  name: "exp",
  operands: ["x"],
  notation: "exp({x})",
  scalar: ([x]) => exponential(x),
  number: Math.exp,
  vjp: { x: (g, _, { output }) => multiply(g, output) },
  logarithm: (node) => node.input(0),
  samples: (random) => unarySamples(random, [-3, 3]),
});
