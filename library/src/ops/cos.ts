// cos: the cosine of an angle in radians.
import { defineOp, type Unary } from "./defineOp.ts";
import { multiply } from "./multiply.ts";
import { negate } from "./negate.ts";
import { angles, unarySamples } from "./samples.ts";
import { cosine } from "./scalars/index.ts";
import { sin } from "./sin.ts";

/** The cosine of angles in radians, element by element; NaN at infinities. */
export const cos: Unary = defineOp({
  name: "cos",
  operands: ["x"],
  notation: "cos({x})",
  scalar: ([x]) => cosine(x),
  number: Math.cos,
  vjp: { x: (g, { x }) => negate(multiply(g, sin(x))) },
  samples: (random) => unarySamples(random, [-7, 7], angles),
});
