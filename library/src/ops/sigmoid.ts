// sigmoid: the logistic function.
import { defineOp, type Unary } from "./defineOp.ts";
import { logSigmoid } from "./logSigmoid.ts";
import { multiply } from "./multiply.ts";
import { negate } from "./negate.ts";
import { unarySamples } from "./samples.ts";
import { logistic } from "./scalars/index.ts";
import { subtract } from "./subtract.ts";

/**
 * The logistic function `1 / (1 + e^-x)`, element by element, without overflow anywhere.
 *
 * Its derivative is `s (1 - s)` with `s = sigmoid(x)`.
 */
export const sigmoid: Unary = defineOp({
  name: "sigmoid",
  operands: ["x"],
  notation: "σ({x})",
  scalar: ([x]) => logistic(x),
  number: logistic64,
  vjp: { x: (g, _, { output }) => multiply(g, multiply(output, subtract(1, output))) },
  logarithm: (node) => logSigmoid(node.input(0)),
  logarithmOfComplement: (node) => logSigmoid(negate(node.input(0))),
  isProbability: () => true,
  samples: (random) => unarySamples(random, [-4, 4]),
});

/** The exponential is taken of a negative number on either side, which cannot overflow. */
function logistic64(x: number): number {
  const small = Math.exp(-Math.abs(x));
  return (x < 0 ? small : 1) / (1 + small);
}
