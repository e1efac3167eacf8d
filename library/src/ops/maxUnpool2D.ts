// maxUnpool2D: values put back where the maxima of windows were, the adjoint of pooling at maxima.
import { formatShape, NdArray, type Random, type Sample, ShapeError, sameShape, type Tensor } from "../tensor/index.ts";
import { defineOp, type Op, withArguments } from "./defineOp.ts";
import { checkDtypes } from "./elementwiseInfer.ts";
import { isFirstMaximum } from "./isFirstMaximum.ts";
import { operandAt } from "./operandAt.ts";
import { poolAtMaxima2D } from "./poolAtMaxima2D.ts";
import { forEachWindow, type PoolAttributes, pooledShape, poolOptions } from "./pooling.ts";
import { reshape } from "./reshape.ts";
import { distinctArray, randomArray } from "./samples.ts";
import { select } from "./select.ts";
import { sumWindows2D } from "./sumWindows2D.ts";
import { bothOf, pairOf, windowSteps, zeroSums } from "./windowGeometry.ts";
import { type WindowsOptions, windowCases } from "./windows2D.ts";

const raw = defineOp({
  name: "maxUnpool2D",
  operands: ["pooled", "x"],
  notation: "maxUnpool({pooled}, {x})",
  infer: (inputs, attributes: PoolAttributes) => {
    checkDtypes("maxUnpool2D", ["pooled", "x"], inputs, ["float", "float"]);
    const [pooled, x] = [operandAt(inputs, 0).shape, operandAt(inputs, 1).shape];
    const expected = pooledShape("maxUnpool2D", x, attributes);
    if (sameShape(pooled, expected)) return { shape: x, dtype: "float" };
    throw new ShapeError("the pooled values do not fit the windows of the pictures", {
      got: formatShape(pooled),
      expected: formatShape(expected),
    });
  },
  reference: (inputs, { shape }, attributes) => {
    const [pooled, x] = [operandAt(inputs, 0), operandAt(inputs, 1)];
    const sums = zeroSums(shape);
    forEachWindow(shape, attributes, (places, index) => {
      const largest = Math.max(...places.map((place) => x.data[place] ?? Number.NaN));
      const place = places.find((candidate) => x.data[candidate] === largest);
      if (place !== undefined) sums[place] = (sums[place] ?? 0) + (pooled.data[index] ?? 0);
    });
    return new NdArray(sums, shape);
  },
  decompose: (inputs, attributes) => {
    const [pooled, x] = [operandAt(inputs, 0), operandAt(inputs, 1)];
    const options = poolOptions(attributes);
    const [batch = 0, rows = 0, columns = 0, channels = 0] = pooled.shape;
    const each = reshape(pooled, [batch, rows, columns, 1, 1, channels]);
    return sumWindows2D(select(isFirstMaximum(x, options), each, 0), { ...options, size: pairOf(x.shape.slice(1)) });
  },
  vjp: { pooled: (g, { x }, { attributes }) => poolAtMaxima2D(g, x, poolOptions(attributes)) },
  samples,
});

/**
 * Zeros in the shape of the pictures `x [batch, height, width, channels]`, to which each of the values
 * `pooled [batch, rows, columns, channels]` is added where the first maximum of its window of `x` stands; values of
 * windows with a NaN are dropped. The derivative of {@link maxPool2D}.
 *
 * @throws {ShapeError} when `pooled` has another number of windows than `x`.
 */
export const maxUnpool2D: Op<(pooled: Tensor, x: Tensor, options: WindowsOptions) => Tensor> = withArguments(
  raw,
  (pooled: Tensor, x: Tensor, { size, ...options }: WindowsOptions) =>
    raw(pooled, x, { ...windowSteps(options), size: bothOf(size) }),
);

function samples(random: Random): readonly Sample[] {
  return windowCases.map(([title, x, size, strides, dilations]) => {
    const attributes = { size, strides, dilations };
    const shape = pooledShape("maxUnpool2D", x, attributes);
    return { title, inputs: [randomArray(random, shape), distinctArray(random, x)], attributes };
  });
}
