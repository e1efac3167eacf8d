// nonNegative: no weight below 0.
import { maximum } from "../../ops/index.ts";
import { defineConstraint } from "../constraint.ts";

/** `max(w, 0)`. */
export const nonNegative = defineConstraint({
  name: "nonNegative",
  description: "No value below 0",
  call: (weight) => maximum(weight, 0),
});
