// varianceScaling: random values whose variance is divided by the number of inputs, outputs, or both.
import { choice, decimal, optional } from "../components/index.ts";
import { defineInitializer } from "../initializer.ts";
import { scaledValues } from "../scaledDistribution.ts";

/**
 * Random values of mean 0 and variance `scale / n`, with `n` the number of inputs, of outputs, or their mean: the
 * pattern of Glorot's, He's and LeCun's initializers. By default `scale` is 1, `mode` is `fanIn` and `distribution` is
 * `truncatedNormal`, as in Keras.
 */
export const varianceScaling = defineInitializer({
  name: "varianceScaling",
  description: "Random values of variance scale / n, with n inputs, outputs, or their mean",
  config: {
    scale: optional(decimal({ minimum: 0, exclusive: "minimum", description: "Variance for one connection" }), 1),
    mode: optional(choice(["fanIn", "fanOut", "fanAverage"], "What the variance is divided by"), "fanIn"),
    distribution: optional(
      choice(
        ["truncatedNormal", "untruncatedNormal", "uniform"],
        "How the values are distributed; a truncated normal distribution has the variance after the cut",
      ),
      "truncatedNormal",
    ),
  },
  values: (shape, random, scaling) => scaledValues(shape, random, scaling),
});
