// relu6: the positive part, at most 6.
import { defineOp, type Unary } from "./defineOp.ts";
import { greater } from "./greater.ts";
import { less } from "./less.ts";
import { logicalAnd } from "./logicalAnd.ts";
import { gridArray, kinkedSamples, unaryShapes } from "./samples.ts";
import { select } from "./select.ts";

/** `min(max(x, 0), 6)`, element by element; NaN stays NaN. Its derivative is 0 at 0 and at 6, as in Keras. */
export const relu6: Unary = defineOp({
  name: "relu6",
  operands: ["x"],
  notation: "relu6({x})",
  scalar: ([x]) => x.maximum(0).minimum(6),
  vjp: { x: (g, { x }) => select(logicalAnd(greater(x, 0), less(x, 6)), g, 0) },
  simplify: ({ inputs: [x] }) => (x?.operation === relu6.operation ? x : undefined),
  samples: (random) => [
    ...kinkedSamples(random),
    ...unaryShapes.map(([title, shape]) => ({ title: `${title}, around 6`, inputs: [gridArray(random, shape, 6.1)] })),
  ],
});
