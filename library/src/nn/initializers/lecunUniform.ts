// lecunUniform: uniform values within sqrt(3 / fanIn).
import { defineInitializer } from "../initializer.ts";
import { scaledUniform } from "../scaledDistribution.ts";

/** Uniform values within `±sqrt(3 / inputs)`, which keeps the variance of values (LeCun et al., 1998). */
export const lecunUniform = defineInitializer({
  name: "lecunUniform",
  description: "Uniform values within sqrt(3 / inputs): for selu and tanh",
  values: (shape, random) => scaledUniform(shape, random, { scale: 1, mode: "fanIn" }),
});
