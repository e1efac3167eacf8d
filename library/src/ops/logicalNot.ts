// logicalNot: ¬x of truth values.
import { defineOp, type Unary } from "./defineOp.ts";
import { booleanSamples } from "./samples.ts";

/** A bool that holds where `x` does not, element by element. */
export const logicalNot: Unary = defineOp({
  name: "logicalNot",
  operands: ["x"],
  dtypes: ["bool"],
  result: "bool",
  notation: { text: "¬{x}", precedence: 3 },
  scalar: ([x]) => x.not(),
  vjp: {},
  simplify: ({ inputs: [x] }) => (x?.operation === logicalNot.operation ? x.input(0) : undefined),
  samples: (random) => booleanSamples(random, 1),
});
