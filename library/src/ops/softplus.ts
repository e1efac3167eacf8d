// softplus: a smooth positive part.
import type { Float } from "../tensor/index.ts";
import { defineOp, type Unary } from "./defineOp.ts";
import { multiply } from "./multiply.ts";
import { unarySamples } from "./samples.ts";
import { exponential, logarithm } from "./scalars/index.ts";
import { sigmoid } from "./sigmoid.ts";

/** `log(1 + e^x)`, element by element, without overflow; its derivative is the sigmoid. */
export const softplus: Unary = defineOp({
  name: "softplus",
  operands: ["x"],
  notation: "softplus({x})",
  scalar: ([x]) => x.maximum(0).plus(softDistance(x)),
  number: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  vjp: { x: (g, { x }) => multiply(g, sigmoid(x)) },
  samples: (random) => unarySamples(random, [-4, 4]),
});

/**
 * `log(1 + e^-|x|)`: how far softplus is above the positive part. With u = 1 + e rounded, `log(u) e / (u - 1)` makes up
 * for what u lost of e (Kahan); where u is 1, e itself is the result.
 */
export function softDistance(x: Float): Float {
  const e = exponential(x.absolute().negate());
  const u = e.plus(1);
  return u.equal(1).select(e, logarithm(u).times(e.dividedBy(u.minus(1))));
}
