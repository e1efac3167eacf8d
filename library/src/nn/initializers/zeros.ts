// zeros: every value 0.
import { constant } from "../../ops/index.ts";
import { defineInitializer } from "../initializer.ts";

/** Every value 0: the default of biases. */
export const zeros = defineInitializer({
  name: "zeros",
  description: "Every value 0",
  values: (shape) => constant(0, { shape }),
});
