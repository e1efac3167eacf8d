// heNormal: truncated normal values with the variance 2 / fanIn.
import { defineInitializer } from "../initializer.ts";
import { scaledNormal } from "../scaledDistribution.ts";

/** Truncated normal values with standard deviation `sqrt(2 / inputs)`, made for relu (He et al., 2015). */
export const heNormal = defineInitializer({
  name: "heNormal",
  description: "Truncated normal values of variance 2 / inputs: for relu and its relatives",
  values: (shape, random) => scaledNormal(shape, random, { scale: 2, mode: "fanIn" }),
});
