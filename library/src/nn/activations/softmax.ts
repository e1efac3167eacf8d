// softmax: probabilities from scores.
import { softmax as softmaxOf } from "../../ops/index.ts";
import { defineActivation } from "../activation.ts";
import { optional, wholeNumber } from "../components/index.ts";

/** `exp(x) / sum(exp(x))` along an axis, the last one by default: positive numbers that sum to 1. */
export const softmax = defineActivation({
  name: "softmax",
  description: "exp(x) / sum(exp(x)) along an axis: probabilities of classes",
  config: {
    axis: optional(wholeNumber({ description: "Axis of the classes; negative ones count from the end" }), -1),
  },
  call: (x, { axis }) => softmaxOf(x, { axis }),
});
