// constant: every value the same.
import { constant as constantOf } from "../../ops/index.ts";
import { decimal, optional } from "../components/index.ts";
import { defineInitializer } from "../initializer.ts";

/** Every value `value`, which is 0 by default. */
export const constant = defineInitializer({
  name: "constant",
  description: "Every value the same",
  config: { value: optional(decimal({ description: "The value" }), 0) },
  values: (shape, _random, { value }) => constantOf(value, { shape }),
});
