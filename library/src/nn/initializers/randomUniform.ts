// randomUniform: uniform values within a range.
import { ConfigError } from "../../tensor/index.ts";
import { decimal, optional } from "../components/index.ts";
import { defineInitializer } from "../initializer.ts";

/** Uniform values in [minimum, maximum); -0.05 to 0.05 by default as in Keras. */
export const randomUniform = defineInitializer({
  name: "randomUniform",
  description: "Uniform values within a range",
  config: {
    minimum: optional(decimal({ description: "Lower end of the range" }), -0.05),
    maximum: optional(decimal({ description: "Upper end of the range" }), 0.05),
  },
  values: (shape, random, { minimum, maximum }) => {
    if (maximum < minimum) {
      throw new ConfigError("maximum", {
        where: "randomUniform",
        got: String(maximum),
        expected: `at least the minimum ${minimum}`,
      });
    }
    return random.uniform(shape, minimum, maximum);
  },
});
