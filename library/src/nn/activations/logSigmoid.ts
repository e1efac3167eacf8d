// logSigmoid: the logarithm of the sigmoid.
import { logSigmoid as logSigmoidOf } from "../../ops/index.ts";
import { defineActivation } from "../activation.ts";

/** `log(1 / (1 + exp(-x)))`, accurate for all `x`: never positive. */
export const logSigmoid = defineActivation({
  name: "logSigmoid",
  description: "The logarithm of the sigmoid, never positive",
  call: (x) => logSigmoidOf(x),
});
