// logicalOr: a ∨ b of truth values, broadcast.
import { type Binary, defineOp } from "./defineOp.ts";
import { booleanSamples } from "./samples.ts";

/** A bool that holds where `a` or `b` or both hold, element by element, broadcast. */
export const logicalOr: Binary = defineOp({
  name: "logicalOr",
  operands: ["a", "b"],
  dtypes: ["bool", "bool"],
  result: "bool",
  notation: { text: "{a} ∨ {b}", precedence: 0 },
  scalar: ([a, b]) => a.or(b),
  vjp: {},
  samples: (random) => booleanSamples(random, 2),
});
