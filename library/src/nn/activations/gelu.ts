// gelu: x times the share of a normal distribution that lies below x.

import { add, clip, multiply, normalDistribution, sigmoid, square } from "../../ops/index.ts";
import type { Tensor } from "../../tensor/index.ts";
import { defineActivation } from "../activation.ts";
import { choice, optional } from "../components/index.ts";

/**
 * `x (1 + tanh(u)) / 2` with `u = sqrt(2 / pi) (x + 0.044715 x^3)`, as `x σ(2 u)`, which loses nothing below 0. Beyond
 * ±100 the sigmoid is 0 or 1, and a power of x could overflow.
 */
function byTanh(x: Tensor): Tensor {
  const near = clip(x, { minimum: -100, maximum: 100 });
  const cubic = multiply(near, add(multiply(square(near), 0.044715), 1));
  return multiply(x, sigmoid(multiply(cubic, 2 * Math.sqrt(2 / Math.PI))));
}

/**
 * `x Φ(x)`, where `Φ` is the distribution function of the standard normal distribution (Hendrycks and Gimpel, 2016).
 * Exact by default, as in Keras and PyTorch; `approximate: "tanh"` computes the usual approximation of 1e-3.
 */
export const gelu = defineActivation({
  name: "gelu",
  description: "x times the share of a normal distribution that lies below x",
  config: {
    approximate: optional(choice(["none", "tanh"], "Exact, or the approximation by tanh"), "none"),
  },
  call: (x, { approximate }) => (approximate === "tanh" ? byTanh(x) : multiply(x, normalDistribution(x))),
});
