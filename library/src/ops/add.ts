// add: a + b, broadcast.
import { type Binary, defineOp } from "./defineOp.ts";
import { binarySamples } from "./samples.ts";

/** `a + b` element by element, broadcast. */
export const add: Binary = defineOp({
  name: "add",
  operands: ["a", "b"],
  notation: { text: "{a} + {b}", precedence: 1 },
  scalar: ([a, b]) => a.plus(b),
  vjp: { a: (g) => g, b: (g) => g },
  samples: binarySamples,
});
