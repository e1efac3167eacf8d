// notEqual: a ≠ b as a truth value, broadcast.
import { type Binary, defineOp } from "./defineOp.ts";
import { comparisonSamples } from "./samples.ts";

/** A bool that holds where `a` and `b` are different numbers, or one of them is NaN, broadcast; floats or int32. */
export const notEqual: Binary = defineOp({
  name: "notEqual",
  operands: ["a", "b"],
  result: "bool",
  notation: { text: "{a} ≠ {b}", precedence: 0 },
  scalar: ([a, b]) => a.equal(b).not(),
  integer: ([a, b]) => a.equal(b).not(),
  vjp: {},
  samples: comparisonSamples,
});
