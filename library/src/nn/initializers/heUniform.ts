// heUniform: uniform values within sqrt(6 / fanIn).
import { defineInitializer } from "../initializer.ts";
import { scaledUniform } from "../scaledDistribution.ts";

/** Uniform values within `±sqrt(6 / inputs)`, made for layers followed by relu (He et al., 2015). */
export const heUniform = defineInitializer({
  name: "heUniform",
  description: "Uniform values within sqrt(6 / inputs): for relu and its relatives",
  values: (shape, random) => scaledUniform(shape, random, { scale: 2, mode: "fanIn" }),
});
