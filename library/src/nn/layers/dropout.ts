// dropout: in training, a share of the values is replaced by 0 and the others grow in proportion.
import { bernoulli, multiply, select } from "../../ops/index.ts";
import { decimal } from "../components/index.ts";
import { defineLayer } from "../layer.ts";

/**
 * In training each value is 0 with probability `rate`, else divided by `1 - rate`, so that the expected value stays;
 * when predicting it changes nothing (inverted dropout; Srivastava et al., 2014). Each step and each layer draws
 * other values, all of them determined by the model's seed.
 */
export const dropout = defineLayer({
  name: "dropout",
  description: "Replaces a share of the values by 0 in training, against overfitting",
  rows: { gives: "same", lastAxis: "same" },
  config: {
    rate: decimal({ minimum: 0, maximum: 1, exclusive: "maximum", description: "Probability of each value to be 0" }),
  },
  call: (_weights, x, { rate }, context) => {
    if (!context.training || rate === 0) return x;
    const { seed, step, stream } = context.random();
    const kept = bernoulli(seed, step, { shape: x.shape, stream, probability: 1 - rate });
    return select(kept, multiply(x, 1 / (1 - rate)), 0);
  },
});
