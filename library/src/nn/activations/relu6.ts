// relu6: the positive part, at most 6.
import { relu6 as relu6Of } from "../../ops/index.ts";
import { defineActivation } from "../activation.ts";

/** `min(max(x, 0), 6)`; its derivative at 0 and at 6 is 0. */
export const relu6 = defineActivation({
  name: "relu6",
  description: "The value between 0 and 6, else the nearer of the two",
  call: (x) => relu6Of(x),
});
