// poolAtMaxima2D: for each window, the value that stands where another picture has its maximum.
import { formatShape, NdArray, type Random, type Sample, ShapeError, sameShape, type Tensor } from "../tensor/index.ts";
import { defineOp, type Op, withArguments } from "./defineOp.ts";
import { checkDtypes } from "./elementwiseInfer.ts";
import { isFirstMaximum } from "./isFirstMaximum.ts";
import { maxUnpool2D } from "./maxUnpool2D.ts";
import { operandAt } from "./operandAt.ts";
import { forEachWindow, type PoolAttributes, pooledShape, poolOptions } from "./pooling.ts";
import { distinctArray, randomArray } from "./samples.ts";
import { select } from "./select.ts";
import { sum } from "./sum.ts";
import { bothOf, windowSteps, zeroSums } from "./windowGeometry.ts";
import { type WindowsOptions, windowCases, windows2D } from "./windows2D.ts";

const raw = defineOp({
  name: "poolAtMaxima2D",
  operands: ["values", "x"],
  notation: "poolAtMaxima({values}, {x})",
  infer: (inputs, attributes: PoolAttributes) => {
    checkDtypes("poolAtMaxima2D", ["values", "x"], inputs, ["float", "float"]);
    const [values, x] = [operandAt(inputs, 0).shape, operandAt(inputs, 1).shape];
    if (!sameShape(values, x)) {
      throw new ShapeError("the values do not fit the pictures", {
        got: formatShape(values),
        expected: formatShape(x),
      });
    }
    return { shape: pooledShape("poolAtMaxima2D", x, attributes), dtype: "float" };
  },
  reference: (inputs, { shape }, attributes) => {
    const [values, x] = [operandAt(inputs, 0), operandAt(inputs, 1)];
    const pooled = zeroSums(shape);
    forEachWindow(x.shape, attributes, (places, index) => {
      const largest = Math.max(...places.map((place) => x.data[place] ?? Number.NaN));
      const place = places.find((candidate) => x.data[candidate] === largest);
      if (place !== undefined) pooled[index] = values.data[place] ?? 0;
    });
    return new NdArray(pooled, shape);
  },
  decompose: (inputs, attributes) => {
    const [values, x] = [operandAt(inputs, 0), operandAt(inputs, 1)];
    const options = poolOptions(attributes);
    return sum(select(isFirstMaximum(x, options), windows2D(values, options), 0), { axes: [3, 4] });
  },
  vjp: { values: (g, { x }, { attributes }) => maxUnpool2D(g, x, poolOptions(attributes)) },
  samples,
});

/**
 * For each window, the element of `values` that stands where the pictures `x` of the same shape have the first maximum
 * of that window; 0 for windows with a NaN. The adjoint of {@link maxUnpool2D}, needed for second derivatives.
 *
 * @returns `[batch, rows, columns, channels]`.
 */
export const poolAtMaxima2D: Op<(values: Tensor, x: Tensor, options: WindowsOptions) => Tensor> = withArguments(
  raw,
  (values: Tensor, x: Tensor, { size, ...options }: WindowsOptions) =>
    raw(values, x, { ...windowSteps(options), size: bothOf(size) }),
);

function samples(random: Random): readonly Sample[] {
  return windowCases.map(([title, x, size, strides, dilations]) => ({
    title,
    inputs: [randomArray(random, x), distinctArray(random, x)],
    attributes: { size, strides, dilations },
  }));
}
