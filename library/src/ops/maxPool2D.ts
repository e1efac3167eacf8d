// maxPool2D: the largest element of each window.
import { NdArray, type Random, type Sample, type Tensor } from "../tensor/index.ts";
import { defineOp, type Op, withArguments } from "./defineOp.ts";
import { checkDtypes } from "./elementwiseInfer.ts";
import { max } from "./max.ts";
import { maxUnpool2D } from "./maxUnpool2D.ts";
import { operandAt } from "./operandAt.ts";
import { padPictures } from "./padPictures.ts";
import {
  forEachWindow,
  type PoolAttributes,
  type PoolOptions,
  poolAttributes,
  pooledShape,
  poolOptions,
} from "./pooling.ts";
import { distinctArray, floatArray } from "./samples.ts";
import { windowCases, windows2D } from "./windows2D.ts";

const raw = defineOp({
  name: "maxPool2D",
  operands: ["x"],
  notation: "maxPool({x})",
  infer: (inputs, attributes: PoolAttributes) => {
    checkDtypes("maxPool2D", ["x"], inputs, ["float"]);
    return { shape: pooledShape("maxPool2D", operandAt(inputs, 0).shape, attributes), dtype: "float" };
  },
  reference: (inputs, { shape }, attributes) => {
    const x = operandAt(inputs, 0);
    const largest = new NdArray(new Float64Array(shape.reduce((a, b) => a * b, 1)), shape);
    forEachWindow(x.shape, attributes, (places, index) => {
      largest.data[index] = Math.max(...places.map((place) => x.data[place] ?? Number.NaN));
    });
    return largest;
  },
  decompose: (inputs, attributes) => max(windows2D(operandAt(inputs, 0), poolOptions(attributes)), { axes: [3, 4] }),
  vjp: { x: (g, { x }, { attributes }) => maxUnpool2D(g, x, poolOptions(attributes)) },
  samples,
});

/**
 * The largest element of each window of pictures `x [batch, height, width, channels]`, for each channel; NaN where one
 * of them is NaN. The gradient goes to the first of several that are equally large, in row-major order, as in Keras.
 *
 * @returns `[batch, rows, columns, channels]`.
 * @throws {ShapeError} when no window fits into the pictures.
 * @example
 * ```ts
 * import { ops, run } from "chainrule";
 * const x = ops.reshape(ops.constant([1, 2, 3, 4, 5, 6, 7, 8]), [1, 2, 4, 1]);
 * const { y } = await run({ y: ops.maxPool2D(x, { size: 2 }) });
 * console.log(y.toNested()); // [[[[6], [8]]]]
 * ```
 */
export const maxPool2D: Op<(x: Tensor, options: PoolOptions) => Tensor> = withArguments(
  raw,
  (x: Tensor, options: PoolOptions) => {
    const attributes = poolAttributes("maxPool2D", x, options);
    const padded = options.padding === "same" ? padPictures(x, attributes, Number.NEGATIVE_INFINITY) : x;
    return raw(padded, attributes);
  },
);

function samples(random: Random): readonly Sample[] {
  const distinct = windowCases.map(([title, x, size, strides, dilations]) => ({
    title,
    inputs: [distinctArray(random, x)],
    attributes: { size, strides, dilations },
  }));
  const ties = floatArray([1, 1, 0, 3, 1, 1, 3, Number.NaN, -1, Number.NEGATIVE_INFINITY, 2, 2], [1, 3, 4, 1]);
  const attributes = { size: [2, 2], strides: [1, 1], dilations: [1, 1] };
  return [...distinct, { title: "ties and NaN", inputs: [ties], attributes, differentiable: false }];
}
