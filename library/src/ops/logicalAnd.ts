// logicalAnd: a ∧ b of truth values, broadcast.
import { type Binary, defineOp } from "./defineOp.ts";
import { booleanSamples } from "./samples.ts";

/** A bool that holds where both `a` and `b` hold, element by element, broadcast. */
export const logicalAnd: Binary = defineOp({
  name: "logicalAnd",
  operands: ["a", "b"],
  dtypes: ["bool", "bool"],
  result: "bool",
  notation: { text: "{a} ∧ {b}", precedence: 0 },
  scalar: ([a, b]) => a.and(b),
  vjp: {},
  samples: (random) => booleanSamples(random, 2),
});
