// lessOrEqual: a ≤ b as a truth value, broadcast.
import { type Binary, defineOp } from "./defineOp.ts";
import { comparisonSamples } from "./samples.ts";

/** A bool that holds where `a` is at most `b`, broadcast; floats or int32. Never holds where one of them is NaN. */
export const lessOrEqual: Binary = defineOp({
  name: "lessOrEqual",
  operands: ["a", "b"],
  result: "bool",
  notation: { text: "{a} ≤ {b}", precedence: 0 },
  scalar: ([a, b]) => a.lessOrEqual(b),
  integer: ([a, b]) => b.less(a).not(),
  vjp: {},
  samples: comparisonSamples,
});
