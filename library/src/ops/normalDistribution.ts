// normalDistribution: the distribution function of the standard normal distribution.
import { defineOp, type Unary } from "./defineOp.ts";
import { exp } from "./exp.ts";
import { multiply } from "./multiply.ts";
import { unarySamples } from "./samples.ts";
import { erfc64, normalShare } from "./scalars/index.ts";
import { square } from "./square.ts";

/**
 * `Φ(x) = (1 + erf(x / √2)) / 2`, element by element: the share of a standard normal distribution that lies below `x`,
 * precise also where that is small.
 */
export const normalDistribution: Unary = defineOp({
  name: "normalDistribution",
  operands: ["x"],
  notation: "Φ({x})",
  scalar: ([x]) => normalShare(x),
  number: (x) => erfc64(-x * Math.SQRT1_2) / 2,
  vjp: {
    // Φ'(x) = exp(-x²/2) / √(2π)
    x: (g, { x }) => multiply(g, multiply(exp(multiply(square(x), -0.5)), 1 / Math.sqrt(2 * Math.PI))),
  },
  samples: (random) => unarySamples(random, [-3, 3]),
});
