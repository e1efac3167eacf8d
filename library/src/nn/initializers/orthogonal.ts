// orthogonal: a random matrix whose columns (or rows, where those are fewer) are orthogonal and of length 1.
import { multiply, reshape, transpose } from "../../ops/index.ts";
import { ConfigError, formatShape, sizeOf } from "../../tensor/index.ts";
import { decimal, optional } from "../components/index.ts";
import { defineInitializer, normalValues } from "../initializer.ts";
import { orthogonalPart } from "../orthogonalPart.ts";

/**
 * A random matrix with orthogonal columns of length `gain`, or rows where those are fewer: it keeps the lengths of what
 * it multiplies (Saxe et al., 2014). The axes before the last are taken as one, as in Keras. `gain` is 1 by default.
 *
 * @example
 * ```ts
 * import { dense, orthogonal, sequential } from "chainrule";
 * const layer = dense({ units: 2, kernelInitializer: orthogonal(), inputShape: [2] });
 * const kernel = sequential([layer], { seed: 1 }).getWeights()["dense/kernel"];
 * console.log(Math.abs((kernel?.at(0, 0) ?? 0) ** 2 + (kernel?.at(1, 0) ?? 0) ** 2 - 1) < 1e-6); // true
 * ```
 */
export const orthogonal = defineInitializer({
  name: "orthogonal",
  description: "A random matrix with orthogonal columns or rows: keeps the lengths of what it multiplies",
  config: { gain: optional(decimal({ description: "Length of the columns or rows" }), 1) },
  values: (shape, random, { gain }) => {
    const last = shape.at(-1);
    if (last === undefined || shape.length < 2) {
      throw new ConfigError("orthogonal takes weights of at least two axes", { got: `shape ${formatShape(shape)}` });
    }
    const others = sizeOf(shape.slice(0, -1));
    const [rows, columns] = [Math.max(others, last), Math.min(others, last)];
    const part = orthogonalPart(normalValues(random, [rows, columns]), rows, columns);
    return multiply(reshape(others < last ? transpose(part) : part, shape), gain);
  },
});
