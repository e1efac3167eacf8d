// multiply: a · b element by element, broadcast.
import { type Binary, defineOp } from "./defineOp.ts";
import { binarySamples } from "./samples.ts";

/** `a * b` element by element, broadcast. */
export const multiply: Binary = defineOp({
  name: "multiply",
  operands: ["a", "b"],
  notation: { text: "{a} ⊙ {b}", precedence: 2 },
  scalar: ([a, b]) => a.times(b),
  vjp: { a: (g, { b }) => multiply(g, b), b: (g, { a }) => multiply(g, a) },
  samples: binarySamples,
});
