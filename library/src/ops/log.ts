// log: the natural logarithm of x.
import { defineOp, type Unary } from "./defineOp.ts";
import { divide } from "./divide.ts";
import { logarithmOf } from "./logarithmOf.ts";
import { unarySamples } from "./samples.ts";
import { logarithm } from "./scalars/index.ts";

/**
 * The natural logarithm, element by element: `-Infinity` at 0, NaN below.
 *
 * Where the graph shows what `x` was computed from (a softmax, a sigmoid, one minus a sigmoid, also clipped, reshaped
 * or divided by their sum), plans compute the logarithm from that, without the loss of accuracy.
 */
export const log: Unary = defineOp({
  name: "log",
  operands: ["x"],
  notation: "log({x})",
  scalar: ([x]) => logarithm(x),
  number: Math.log,
  vjp: { x: (g, { x }) => divide(g, x) },
  simplify: (node) => logarithmOf(node.input(0)),
  samples: (random) => unarySamples(random, [0.25, 4]),
});
