// truncatedNormal: normal values, none of them more than two standard deviations away from the mean.
import { add, multiply } from "../../ops/index.ts";
import { decimal, optional } from "../components/index.ts";
import { defineInitializer } from "../initializer.ts";
import { standardTruncatedNormal } from "../truncatedDistribution.ts";

/**
 * Normal values cut at two standard deviations from the mean; mean 0 and deviation 0.05 by default as in Keras, where
 * the deviation is that of the distribution before the cut.
 */
export const truncatedNormal = defineInitializer({
  name: "truncatedNormal",
  description: "Normal values within two standard deviations of the mean",
  config: {
    mean: optional(decimal({ description: "Mean of the values" }), 0),
    standardDeviation: optional(
      decimal({ minimum: 0, description: "Standard deviation of the values before the cut" }),
      0.05,
    ),
  },
  values: (shape, random, { mean, standardDeviation }) =>
    add(multiply(standardTruncatedNormal(shape, random), standardDeviation), mean),
});
