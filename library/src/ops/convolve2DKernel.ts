// convolve2DKernel: the adjoint of convolve2D in the kernel.
import {
  formatShape,
  NdArray,
  type Random,
  type Sample,
  type Shape,
  ShapeError,
  type Tensor,
} from "../tensor/index.ts";
import { convolutionCases, convolve2D } from "./convolve2D.ts";
import { convolve2DTranspose } from "./convolve2DTranspose.ts";
import { defineOp, type Op, withArguments } from "./defineOp.ts";
import { checkDtypes } from "./elementwiseInfer.ts";
import { isPointwise, kernelMatrix, windowRows } from "./kernelMatrix.ts";
import { matmul } from "./matmul.ts";
import { operandAt } from "./operandAt.ts";
import { reshape } from "./reshape.ts";
import { randomArray } from "./samples.ts";
import { transpose } from "./transpose.ts";
import {
  addProduct,
  bothOf,
  checkPictures,
  forEachProduct,
  type Pair,
  pairOf,
  type SizedSteps,
  stepOptions,
  type WindowOptions,
  windowCounts,
  windowSteps,
  zeroSums,
} from "./windowGeometry.ts";
import { windows2D } from "./windows2D.ts";

const raw = defineOp({
  name: "convolve2DKernel",
  operands: ["x", "y"],
  notation: "convolve2DKernel({x}, {y})",
  infer: (inputs, attributes: SizedSteps) => {
    checkDtypes("convolve2DKernel", ["x", "y"], inputs, ["float", "float"]);
    return { shape: kernelShape(operandAt(inputs, 0).shape, operandAt(inputs, 1).shape, attributes), dtype: "float" };
  },
  reference: (inputs, { shape }, steps) => {
    const [x, y] = [operandAt(inputs, 0), operandAt(inputs, 1)];
    const sums = zeroSums(shape);
    forEachProduct({ x: x.shape, kernel: shape, y: y.shape }, steps, (i, j, k) => addProduct(sums, j, x, i, y, k));
    return new NdArray(sums, shape);
  },
  decompose: (inputs, { size, ...steps }) => {
    const [x, y] = [operandAt(inputs, 0), operandAt(inputs, 1)];
    const windows = windowRows(windows2D(x, { ...stepOptions(steps), size: pairOf(size) }));
    return reshape(matmul(transpose(windows), kernelMatrix(y)), [...size, x.shape[3] ?? 0, y.shape[3] ?? 0]);
  },
  simplify: (node) => {
    if (!isPointwise(node, node.attributes.strides)) return undefined;
    return reshape(matmul(transpose(kernelMatrix(node.input(0))), kernelMatrix(node.input(1))), node.shape);
  },
  vjp: {
    x: (g, { x, y }, { attributes }) =>
      convolve2DTranspose(y, g, { ...stepOptions(attributes), size: pairOf(x.shape.slice(1)) }),
    y: (g, { x }, { attributes }) => convolve2D(x, g, stepOptions(attributes)),
  },
  samples,
});

function kernelShape(x: Shape, y: Shape, { size, ...steps }: SizedSteps): Shape {
  checkPictures("convolve2DKernel", x);
  checkPictures("convolve2DKernel", y, "y");
  const [rows, columns] = windowCounts(x, size, steps);
  if (x[0] !== y[0] || rows !== y[1] || columns !== y[2]) {
    throw new ShapeError("y does not fit the windows of the pictures", {
      got: formatShape(y),
      expected: `[${x[0]}, ${rows}, ${columns}, filters]`,
    });
  }
  return [...size, x[3] ?? 0, y[3] ?? 0];
}

/** Options of {@link convolve2DKernel}. */
export interface KernelAdjointOptions extends WindowOptions {
  /** Height and width of the kernel. */
  readonly size: Pair;
}

/**
 * The adjoint of {@link convolve2D} in the kernel, which is its derivative: how much each element of a kernel of this
 * size takes part in `Σ y · convolve2D(x, kernel)`.
 *
 * @returns a kernel `[height, width, channels, filters]`.
 * @throws {ShapeError} when `y [batch, rows, columns, filters]` has another number of windows than the pictures `x`.
 */
export const convolve2DKernel: Op<(x: Tensor, y: Tensor, options: KernelAdjointOptions) => Tensor> = withArguments(
  raw,
  (x: Tensor, y: Tensor, { size, ...options }: KernelAdjointOptions) =>
    raw(x, y, { ...windowSteps(options), size: bothOf(size) }),
);

function samples(random: Random): readonly Sample[] {
  return convolutionCases.map(([title, x, kernel, strides, dilations]) => {
    const steps = { strides, dilations };
    const y = [x[0] ?? 0, ...windowCounts(x, kernel, steps), kernel[3] ?? 0];
    return {
      title,
      inputs: [randomArray(random, x), randomArray(random, y)],
      attributes: { ...steps, size: kernel.slice(0, 2) },
    };
  });
}
