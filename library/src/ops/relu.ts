// relu: the positive part.
import { defineOp, type Unary } from "./defineOp.ts";
import { greater } from "./greater.ts";
import { kinkedSamples } from "./samples.ts";
import { select } from "./select.ts";

/** `x` where it is positive, else 0; NaN stays NaN. Its derivative at 0 is 0, as in Keras and PyTorch. */
export const relu: Unary = defineOp({
  name: "relu",
  operands: ["x"],
  notation: "relu({x})",
  scalar: ([x]) => x.maximum(0),
  vjp: { x: (g, { x }) => select(greater(x, 0), g, 0) },
  simplify: ({ inputs: [x] }) => (x?.operation === relu.operation ? x : undefined),
  samples: kinkedSamples,
});
