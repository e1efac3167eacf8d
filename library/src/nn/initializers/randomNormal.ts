// randomNormal: normal values.
import { decimal, optional } from "../components/index.ts";
import { defineInitializer, normalValues } from "../initializer.ts";

/** Normal values; mean 0 and standard deviation 0.05 by default as in Keras. */
export const randomNormal = defineInitializer({
  name: "randomNormal",
  description: "Normal values",
  config: {
    mean: optional(decimal({ description: "Mean of the values" }), 0),
    standardDeviation: optional(decimal({ minimum: 0, description: "Standard deviation of the values" }), 0.05),
  },
  values: (shape, random, { mean, standardDeviation }) => normalValues(random, shape, mean, standardDeviation),
});
