// glorotNormal: truncated normal values with the variance 2 / (fanIn + fanOut).
import { defineInitializer, fans } from "../initializer.ts";
import { scaledTruncatedNormal } from "../truncatedDistribution.ts";

/** Truncated normal values with standard deviation `sqrt(2 / (inputs + outputs))` (Glorot and Bengio, 2010). */
export const glorotNormal = defineInitializer({
  name: "glorotNormal",
  description: "Truncated normal values of variance 2 / (inputs + outputs): for sigmoid, tanh and softmax",
  values: (shape, random) => {
    const { fanIn, fanOut } = fans(shape);
    return scaledTruncatedNormal(shape, random, Math.sqrt(2 / Math.max(1, fanIn + fanOut)));
  },
});
