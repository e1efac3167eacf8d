// softsign: x / (1 + |x|).
import { abs } from "./abs.ts";
import { add } from "./add.ts";
import { defineOp, type Unary } from "./defineOp.ts";
import { divide } from "./divide.ts";
import { unarySamples } from "./samples.ts";
import { square } from "./square.ts";

/** `x / (1 + |x|)`, element by element; its derivative is `1 / (1 + |x|)^2`, also at 0. */
export const softsign: Unary = defineOp({
  name: "softsign",
  operands: ["x"],
  notation: "softsign({x})",
  scalar: ([x]) => x.dividedBy(x.absolute().plus(1)),
  // The quotient rule would take two numbers of nearly equal size from each other.
  vjp: { x: (g, { x }) => divide(g, square(add(abs(x), 1))) },
  samples: (random) => unarySamples(random, [0.1, 3]),
});
