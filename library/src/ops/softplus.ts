// softplus: a smooth positive part.
import { defineOp, type Unary } from "./defineOp.ts";
import { multiply } from "./multiply.ts";
import { unarySamples } from "./samples.ts";
import { logarithm1PlusExponential } from "./scalars/index.ts";
import { sigmoid } from "./sigmoid.ts";

/** `log(1 + e^x)`, element by element, without overflow; its derivative is the sigmoid. */
export const softplus: Unary = defineOp({
  name: "softplus",
  operands: ["x"],
  notation: "softplus({x})",
  scalar: ([x]) => x.maximum(0).plus(logarithm1PlusExponential(x)),
  number: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  vjp: { x: (g, { x }) => multiply(g, sigmoid(x)) },
  samples: (random) => unarySamples(random, [-4, 4]),
});
