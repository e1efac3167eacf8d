// glorotNormal: truncated normal values with the variance 2 / (fanIn + fanOut).
import { defineInitializer } from "../initializer.ts";
import { scaledNormal } from "../scaledDistribution.ts";

/** Truncated normal values with standard deviation `sqrt(2 / (inputs + outputs))` (Glorot and Bengio, 2010). */
export const glorotNormal = defineInitializer({
  name: "glorotNormal",
  description: "Truncated normal values of variance 2 / (inputs + outputs): for sigmoid, tanh and softmax",
  values: (shape, random) => scaledNormal(shape, random, { scale: 1, mode: "fanAverage" }),
});
