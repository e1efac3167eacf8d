// sin: the sine of an angle in radians.
import { cos } from "./cos.ts";
import { defineOp, type Unary } from "./defineOp.ts";
import { multiply } from "./multiply.ts";
import { angles, unarySamples } from "./samples.ts";
import { sine } from "./scalars/index.ts";

/** The sine of angles in radians, element by element; NaN at infinities. */
export const sin: Unary = defineOp({
  name: "sin",
  operands: ["x"],
  notation: "sin({x})",
  scalar: ([x]) => sine(x),
  number: Math.sin,
  vjp: { x: (g, { x }) => multiply(g, cos(x)) },
  samples: (random) => unarySamples(random, [-7, 7], angles),
});
