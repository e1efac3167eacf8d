// greaterOrEqual: a ≥ b as a truth value, broadcast.
import { type Binary, defineOp } from "./defineOp.ts";
import { comparisonSamples } from "./samples.ts";

/** A bool that holds where `a` is at least `b`, broadcast; floats or int32. Never holds where one of them is NaN. */
export const greaterOrEqual: Binary = defineOp({
  name: "greaterOrEqual",
  operands: ["a", "b"],
  result: "bool",
  notation: { text: "{a} ≥ {b}", precedence: 0 },
  scalar: ([a, b]) => a.greaterOrEqual(b),
  integer: ([a, b]) => a.less(b).not(),
  vjp: {},
  samples: comparisonSamples,
});
