// linear: x itself.
import { defineActivation } from "../activation.ts";

/** `x`: no activation at all. */
export const linear = defineActivation({
  name: "linear",
  description: "The value itself",
  call: (x) => x,
});
