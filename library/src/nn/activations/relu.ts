// relu: max(x, 0).
import { relu as reluOf } from "../../ops/index.ts";
import { defineActivation } from "../activation.ts";

/** `max(x, 0)`; its derivative at 0 is 0. */
export const relu = defineActivation({
  name: "relu",
  description: "The value where it is positive, else 0",
  call: (x) => reluOf(x),
});
