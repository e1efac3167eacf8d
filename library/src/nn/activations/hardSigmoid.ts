// hardSigmoid: a sigmoid of three straight lines.
import { add, divide, relu6 } from "../../ops/index.ts";
import { defineActivation } from "../activation.ts";

/** `x / 6 + 1/2` between -3 and 3, 0 below and 1 above, as in Keras 3 and PyTorch. Its derivative at -3 and 3 is 0. */
export const hardSigmoid = defineActivation({
  name: "hardSigmoid",
  description: "A sigmoid of straight lines: x / 6 + 1/2, between 0 and 1",
  call: (x) => divide(relu6(add(x, 3)), 6),
});
