// sigmoid: 1 / (1 + exp(-x)).
import { sigmoid as sigmoidOf } from "../../ops/index.ts";
import { defineActivation } from "../activation.ts";

/** `1 / (1 + exp(-x))`: between 0 and 1. */
export const sigmoid = defineActivation({
  name: "sigmoid",
  description: "1 / (1 + exp(-x)), between 0 and 1",
  call: (x) => sigmoidOf(x),
});
