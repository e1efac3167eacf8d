// logSoftmax: the logarithm of softmax.
import { logSoftmax as logSoftmaxOf } from "../../ops/index.ts";
import { defineActivation } from "../activation.ts";
import { optional, wholeNumber } from "../components/index.ts";

/** `x - log(sum(exp(x)))` along an axis, the last one by default: logarithms of probabilities. */
export const logSoftmax = defineActivation({
  name: "logSoftmax",
  description: "The logarithm of softmax: logarithms of the probabilities of classes",
  config: {
    axis: optional(wholeNumber({ description: "Axis of the classes; negative ones count from the end" }), -1),
  },
  call: (x, { axis }) => logSoftmaxOf(x, { axis }),
});
