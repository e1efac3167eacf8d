// hardSilu: x times its hard sigmoid.
import { multiply } from "../../ops/index.ts";
import { defineActivation } from "../activation.ts";
import { hardSigmoid } from "./hardSigmoid.ts";

/** `x * hardSigmoid(x)`: 0 below -3, `x` above 3 (Howard et al., 2019). */
export const hardSilu = defineActivation({
  name: "hardSilu",
  description: "x times its hard sigmoid: 0 below -3, x above 3",
  call: (x) => multiply(x, hardSigmoid().call(x)),
});
