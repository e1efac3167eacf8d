// softmax: probabilities from scores.
import { softmax as softmaxOf } from "../../ops/index.ts";
import { defineActivation } from "../activation.ts";

/** `exp(x) / sum(exp(x))` along the last axis: positive numbers that sum to 1. */
export const softmax = defineActivation({
  name: "softmax",
  description: "exp(x) / sum(exp(x)) along the last axis: probabilities of classes",
  call: (x) => softmaxOf(x),
});
