// equal: a = b as a truth value, broadcast.
import { type Binary, defineOp } from "./defineOp.ts";
import { comparisonSamples } from "./samples.ts";

/** A bool that holds where `a` and `b` are the same number, broadcast; floats or int32. Never holds where one of them is NaN. */
export const equal: Binary = defineOp({
  name: "equal",
  operands: ["a", "b"],
  result: "bool",
  notation: { text: "{a} = {b}", precedence: 0 },
  scalar: ([a, b]) => a.equal(b),
  integer: ([a, b]) => a.equal(b),
  vjp: {},
  samples: comparisonSamples,
});
