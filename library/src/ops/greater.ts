// greater: a > b as a truth value, broadcast.
import { type Binary, defineOp } from "./defineOp.ts";
import { comparisonSamples } from "./samples.ts";

/** A bool that holds where `a` is greater than `b`, broadcast; floats or int32. Never holds where one of them is NaN. */
export const greater: Binary = defineOp({
  name: "greater",
  operands: ["a", "b"],
  result: "bool",
  notation: { text: "{a} > {b}", precedence: 0 },
  scalar: ([a, b]) => a.greater(b),
  integer: ([a, b]) => b.less(a),
  vjp: {},
  samples: comparisonSamples,
});
