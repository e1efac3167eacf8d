// gaussianNoise: in training, normal noise is added to the values.
import { add, multiply, randomNormal } from "../../ops/index.ts";
import { decimal } from "../components/index.ts";
import { defineLayer } from "../layer.ts";

/**
 * In training each value gets a normal deviate of mean 0 and standard deviation `stddev` added; when predicting nothing
 * changes. Each step and each layer draws other deviates, all of them determined by the model's seed.
 */
export const gaussianNoise = defineLayer({
  name: "gaussianNoise",
  description: "Adds normal noise in training, against overfitting",
  rows: { gives: "same", lastAxis: "same" },
  config: {
    stddev: decimal({ minimum: 0, description: "Standard deviation of the noise" }),
  },
  call: (_weights, x, { stddev }, context) => {
    if (!context.training || stddev === 0) return x;
    const { seed, step, stream } = context.random();
    return add(x, multiply(randomNormal(seed, step, { shape: x.shape, stream }), stddev));
  },
});
