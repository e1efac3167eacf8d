// lecunNormal: truncated normal values with the variance 1 / fanIn.
import { defineInitializer } from "../initializer.ts";
import { scaledNormal } from "../scaledDistribution.ts";

/** Truncated normal values with standard deviation `sqrt(1 / inputs)`, made for selu (LeCun et al., 1998). */
export const lecunNormal = defineInitializer({
  name: "lecunNormal",
  description: "Truncated normal values of variance 1 / inputs: for selu",
  values: (shape, random) => scaledNormal(shape, random, { scale: 1, mode: "fanIn" }),
});
