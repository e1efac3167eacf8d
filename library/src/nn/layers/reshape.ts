// reshape: the numbers of a row in another shape.
import { reshape as reshapeTensor } from "../../ops/index.ts";
import { ConfigError, formatShape, type Shape, sizeOf } from "../../tensor/index.ts";
import { shapeField } from "../components/index.ts";
import { defineLayer } from "../layer.ts";

/** The shape with -1 replaced by what is left. */
function resolve(target: Shape, row: Shape): Shape {
  const given = sizeOf(target.filter((size) => size !== -1));
  const shape = target.map((size) => (size === -1 ? sizeOf(row) / given : size));
  if (shape.every(Number.isInteger) && sizeOf(shape) === sizeOf(row)) return shape;
  throw new ConfigError(`cannot give rows ${formatShape(row)} the shape ${formatShape(target)}`, {
    got: `${sizeOf(row)} numbers in a row`,
    expected: target.includes(-1) ? `a multiple of ${given}` : `${given}`,
  });
}

/**
 * The numbers of a row in another shape, in the same row-major order.
 *
 * @example
 * ```ts
 * import { reshape, sequential } from "chainrule";
 * const model = sequential([reshape({ targetShape: [2, -1], inputShape: [6] })], { seed: 1 });
 * console.log((await model.predict([[1, 2, 3, 4, 5, 6]])).toNested()); // [[[1, 2, 3], [4, 5, 6]]]
 * ```
 */
export const reshape = defineLayer({
  name: "reshape",
  description: "The numbers of a row in another shape",
  rows: { gives: { lengthOf: "targetShape" } },
  config: {
    targetShape: shapeField("Shape of one row afterwards", { inferred: true }),
  },
  call: (_weights, x, { targetShape }) =>
    reshapeTensor(x, [x.shape[0] ?? 0, ...resolve(targetShape, x.shape.slice(1))]),
});
