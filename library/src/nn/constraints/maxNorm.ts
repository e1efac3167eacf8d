// maxNorm: no vector longer than a maximum.
import { clip } from "../../ops/index.ts";
import { axesField, decimal, optional } from "../components/index.ts";
import { defineConstraint } from "../constraint.ts";
import { withNorms } from "../withNorms.ts";

/**
 * Vectors longer than `maxValue` are shortened to that: `w * min(norm, maxValue) / (1e-7 + norm)`. By default `maxValue`
 * is 2 and `axis` 0, along which the weights lie that lead to one unit of a dense layer; `[0, 1, 2]` for convolutions.
 *
 * @example
 * ```ts
 * import { maxNorm, ops, run } from "chainrule";
 * const { w } = await run({ w: maxNorm({ maxValue: 1 }).call(ops.constant([[3], [4]])) });
 * console.log(w.at(0, 0).toFixed(3), w.at(1, 0).toFixed(3)); // 0.600 0.800
 * ```
 */
export const maxNorm = defineConstraint({
  name: "maxNorm",
  description: "No vector of weights longer than a maximum",
  config: {
    maxValue: optional(decimal({ minimum: 0, description: "Largest length" }), 2),
    axis: optional(axesField("Axis or axes along which a vector lies"), 0),
  },
  call: (weight, { maxValue, axis }) =>
    withNorms(weight, axis, (norms) => clip(norms, { minimum: 0, maximum: maxValue })),
});
