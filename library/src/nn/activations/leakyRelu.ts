// leakyRelu: x where it is positive, else a small multiple of it.
import { leakyRelu as leakyReluOf } from "../../ops/index.ts";
import { defineActivation } from "../activation.ts";
import { decimal, optional } from "../components/index.ts";

/** `x` where `x >= 0`, else `negativeSlope * x`. The slope is 0.2 as in Keras's function (0.01 in PyTorch). */
export const leakyRelu = defineActivation({
  name: "leakyRelu",
  description: "The value where it is positive, else a small multiple of it",
  config: {
    negativeSlope: optional(decimal({ minimum: 0, description: "Factor of negative values" }), 0.2),
  },
  call: (x, { negativeSlope }) => leakyReluOf(x, negativeSlope),
});
