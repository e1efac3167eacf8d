// ones: every value 1.
import { constant } from "../../ops/index.ts";
import { defineInitializer } from "../initializer.ts";

/** Every value 1. */
export const ones = defineInitializer({
  name: "ones",
  description: "Every value 1",
  values: (shape) => constant(1, { shape }),
});
