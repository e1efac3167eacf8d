// heUniform: uniform values within sqrt(6 / fanIn).
import { defineInitializer, fans } from "../initializer.ts";

/** Uniform values within `±sqrt(6 / inputs)`, made for layers followed by relu (He et al., 2015). */
export const heUniform = defineInitializer({
  name: "heUniform",
  description: "Uniform values within sqrt(6 / inputs): for relu and its relatives",
  values: (shape, random) => {
    const limit = Math.sqrt(6 / Math.max(1, fans(shape).fanIn));
    return random.uniform(shape, -limit, limit);
  },
});
