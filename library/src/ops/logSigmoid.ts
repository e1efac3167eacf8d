// logSigmoid: the logarithm of the logistic function.
import { defineOp, type Unary } from "./defineOp.ts";
import { multiply } from "./multiply.ts";
import { negate } from "./negate.ts";
import { unarySamples } from "./samples.ts";
import { logarithm1PlusExponential } from "./scalars/index.ts";
import { sigmoid } from "./sigmoid.ts";

/** `log(sigmoid(x)) = -log(1 + e^-x)`, element by element, accurate for all `x`; its derivative is `sigmoid(-x)`. */
export const logSigmoid: Unary = defineOp({
  name: "logSigmoid",
  operands: ["x"],
  notation: "log σ({x})",
  scalar: ([x]) => x.minimum(0).minus(logarithm1PlusExponential(x)),
  number: (x) => Math.min(x, 0) - Math.log1p(Math.exp(-Math.abs(x))),
  vjp: { x: (g, { x }) => multiply(g, sigmoid(negate(x))) },
  samples: (random) => unarySamples(random, [-4, 4]),
});
