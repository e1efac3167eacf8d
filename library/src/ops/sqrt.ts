// sqrt: the square root.
import { defineOp, type Unary } from "./defineOp.ts";
import { divide } from "./divide.ts";
import { multiply } from "./multiply.ts";
import { unarySamples } from "./samples.ts";

/** The square root, element by element; NaN below 0. */
export const sqrt: Unary = defineOp({
  name: "sqrt",
  operands: ["x"],
  notation: { text: "√{x}", precedence: 3 },
  scalar: ([x]) => x.squareRoot(),
  vjp: { x: (g, _, { output }) => divide(multiply(g, 0.5), output) },
  samples: (random) => unarySamples(random, [0.25, 4]),
});
