// glorotUniform: uniform values within sqrt(6 / (fanIn + fanOut)).
import { defineInitializer } from "../initializer.ts";
import { scaledUniform } from "../scaledDistribution.ts";

/**
 * Uniform values within `±sqrt(6 / (inputs + outputs))`, which keeps the variance of values and gradients alike from
 * layer to layer (Glorot and Bengio, 2010). The default of kernels.
 */
export const glorotUniform = defineInitializer({
  name: "glorotUniform",
  description: "Uniform values within sqrt(6 / (inputs + outputs)): for sigmoid, tanh and softmax",
  values: (shape, random) => scaledUniform(shape, random, { scale: 1, mode: "fanAverage" }),
});
