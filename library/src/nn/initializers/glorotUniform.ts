// glorotUniform: uniform values within sqrt(6 / (fanIn + fanOut)).
import { defineInitializer, fans } from "../initializer.ts";

/**
 * Uniform values within `±sqrt(6 / (inputs + outputs))`, which keeps the variance of values and gradients alike from
 * layer to layer (Glorot and Bengio, 2010). The default of kernels.
 */
export const glorotUniform = defineInitializer({
  name: "glorotUniform",
  description: "Uniform values within sqrt(6 / (inputs + outputs)): for sigmoid, tanh and softmax",
  values: (shape, random) => {
    const { fanIn, fanOut } = fans(shape);
    const limit = Math.sqrt(6 / Math.max(1, fanIn + fanOut));
    return random.uniform(shape, -limit, limit);
  },
});
