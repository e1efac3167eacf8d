// unitNorm: every vector of length 1.
import { constant } from "../../ops/index.ts";
import { axesField, optional } from "../components/index.ts";
import { defineConstraint } from "../constraint.ts";
import { withNorms } from "../withNorms.ts";

/** `w / (1e-7 + norm)`; by default `axis` is 0, along which the weights lie that lead to one unit of a dense layer. */
export const unitNorm = defineConstraint({
  name: "unitNorm",
  description: "Every vector of weights of length 1",
  config: { axis: optional(axesField("Axis or axes along which a vector lies"), 0) },
  call: (weight, { axis }) => withNorms(weight, axis, () => constant(1)),
});
