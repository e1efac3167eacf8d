// minMaxNorm: the length of every vector between two bounds.
import { add, clip, multiply } from "../../ops/index.ts";
import { ConfigError } from "../../tensor/index.ts";
import { axesField, decimal, optional } from "../components/index.ts";
import { defineConstraint } from "../constraint.ts";
import { withNorms } from "../withNorms.ts";

/**
 * Brings the length of every vector towards the range from `minValue` to `maxValue` (0 to 1 by default): all the way
 * with `rate` 1, the default, else by that share of what is left. By default `axis` is 0.
 */
export const minMaxNorm = defineConstraint({
  name: "minMaxNorm",
  description: "The length of every vector of weights between two bounds",
  config: {
    minValue: optional(decimal({ minimum: 0, description: "Smallest length" }), 0),
    maxValue: optional(decimal({ minimum: 0, description: "Largest length" }), 1),
    rate: optional(
      decimal({ minimum: 0, maximum: 1, description: "Share of the way to the range that is gone in one step" }),
      1,
    ),
    axis: optional(axesField("Axis or axes along which a vector lies"), 0),
  },
  call: (weight, { minValue, maxValue, rate, axis }) => {
    if (maxValue < minValue) {
      throw new ConfigError("maxValue", {
        where: "minMaxNorm",
        got: String(maxValue),
        expected: `at least the minimum ${minValue}`,
      });
    }
    return withNorms(weight, axis, (norms) =>
      add(multiply(clip(norms, { minimum: minValue, maximum: maxValue }), rate), multiply(norms, 1 - rate)),
    );
  },
});
