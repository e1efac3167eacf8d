// tanh: the hyperbolic tangent.
import { defineOp, type Unary } from "./defineOp.ts";
import { multiply } from "./multiply.ts";
import { unarySamples } from "./samples.ts";
import { hyperbolicTangent } from "./scalars/index.ts";
import { square } from "./square.ts";
import { subtract } from "./subtract.ts";

/** The hyperbolic tangent `(e^x - e^-x) / (e^x + e^-x)`, element by element. */
export const tanh: Unary = defineOp({
  name: "tanh",
  operands: ["x"],
  notation: "tanh({x})",
  scalar: ([x]) => hyperbolicTangent(x),
  number: Math.tanh,
  vjp: { x: (g, _, { output }) => multiply(g, subtract(1, square(output))) },
  samples: (random) => unarySamples(random, [-3, 3]),
});
