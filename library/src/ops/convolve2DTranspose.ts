// convolve2DTranspose: the adjoint of convolve2D in the pictures, known as the transposed convolution.
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
import { convolve2DKernel } from "./convolve2DKernel.ts";
import { defineOp, type Op, withArguments } from "./defineOp.ts";
import { checkDtypes } from "./elementwiseInfer.ts";
import { isPointwise, kernelMatrix } from "./kernelMatrix.ts";
import { matmul } from "./matmul.ts";
import { operandAt } from "./operandAt.ts";
import { reshape } from "./reshape.ts";
import { randomArray } from "./samples.ts";
import { sumWindows2D } from "./sumWindows2D.ts";
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
  type WindowSteps,
  windowCounts,
  windowSteps,
  zeroSums,
} from "./windowGeometry.ts";

const raw = defineOp({
  name: "convolve2DTranspose",
  operands: ["y", "kernel"],
  notation: "convolve2DTranspose({y}, {kernel})",
  infer: (inputs, attributes: SizedSteps) => {
    checkDtypes("convolve2DTranspose", ["y", "kernel"], inputs, ["float", "float"]);
    return { shape: picturesShape(operandAt(inputs, 0).shape, operandAt(inputs, 1).shape, attributes), dtype: "float" };
  },
  reference: (inputs, { shape }, steps) => {
    const [y, kernel] = [operandAt(inputs, 0), operandAt(inputs, 1)];
    const sums = zeroSums(shape);
    forEachProduct({ x: shape, kernel: kernel.shape, y: y.shape }, steps, (i, j, k) =>
      addProduct(sums, i, y, k, kernel, j),
    );
    return new NdArray(sums, shape);
  },
  // Each element of y as its multiple of the kernel, added where its window is.
  decompose: (inputs, { size, ...steps }) => {
    const [y, kernel] = [operandAt(inputs, 0), operandAt(inputs, 1)];
    const products = matmul(kernelMatrix(y), transpose(kernelMatrix(kernel)));
    const windows = reshape(products, [...y.shape.slice(0, 3), ...kernel.shape.slice(0, 3)]);
    return sumWindows2D(windows, { ...stepOptions(steps), size: pairOf(size) });
  },
  simplify: (node) => {
    const [y, kernel] = [node.input(0), node.input(1)];
    if (!isPointwise(kernel, node.attributes.strides)) return undefined;
    return reshape(matmul(kernelMatrix(y), transpose(kernelMatrix(kernel))), node.shape);
  },
  vjp: {
    y: (g, { kernel }, { attributes }) => convolve2D(g, kernel, stepOptions(attributes)),
    kernel: (g, { y, kernel }, { attributes }) =>
      convolve2DKernel(g, y, { ...stepOptions(attributes), size: pairOf(kernel.shape) }),
  },
  samples,
});

function picturesShape(y: Shape, kernel: Shape, { size, ...steps }: SizedSteps): Shape {
  checkPictures("convolve2DTranspose", y, "y");
  const [height = 0, width = 0] = size;
  const [, , channels, filters] = kernel;
  if (channels === undefined || filters !== y[3] || kernel.length !== 4) {
    throw new ShapeError("the kernel does not fit", {
      got: `a kernel ${formatShape(kernel)} for ${formatShape(y)}`,
      expected: `[height, width, channels, ${y[3]}]`,
    });
  }
  const shape = [y[0] ?? 0, height, width, channels];
  const [rows, columns] = windowCounts(shape, kernel, steps);
  if (rows === y[1] && columns === y[2]) return shape;
  throw new ShapeError(`pictures of ${height} × ${width} do not have as many windows`, {
    got: `${formatShape(y)}`,
    expected: `${rows} × ${columns} windows`,
  });
}

/** Options of {@link convolve2DTranspose}. */
export interface TransposedConvolutionOptions extends WindowOptions {
  /** Height and width of the result; those that the last window reaches by default. */
  readonly size?: Pair | undefined;
}

/**
 * The adjoint of {@link convolve2D} in the pictures: each element of `y [batch, rows, columns, filters]` adds its
 * multiple of `kernel [height, width, channels, filters]` to the window that it would have been computed from. The
 * derivative of a convolution by its pictures, and by itself what is called a transposed convolution.
 *
 * @returns pictures `[batch, height, width, channels]`.
 * @throws {ShapeError} when the operands do not fit, or pictures of that size have another number of windows.
 */
export const convolve2DTranspose: Op<(y: Tensor, kernel: Tensor, options?: TransposedConvolutionOptions) => Tensor> =
  withArguments(raw, (y: Tensor, kernel: Tensor, { size, ...options }: TransposedConvolutionOptions = {}) => {
    const steps = windowSteps(options);
    return raw(y, kernel, { ...steps, size: size === undefined ? reachedSize(y, kernel, steps) : bothOf(size) });
  });

function reachedSize(y: Tensor, kernel: Tensor, { strides, dilations }: WindowSteps): number[] {
  return [0, 1].map(
    (axis) =>
      ((y.shape[axis + 1] ?? 1) - 1) * (strides[axis] ?? 1) +
      ((kernel.shape[axis] ?? 1) - 1) * (dilations[axis] ?? 1) +
      1,
  );
}

function samples(random: Random): readonly Sample[] {
  return convolutionCases.map(([title, x, kernel, strides, dilations]) => {
    const steps = { strides, dilations };
    const y = [x[0] ?? 0, ...windowCounts(x, kernel, steps), kernel[3] ?? 0];
    return {
      title,
      inputs: [randomArray(random, y), randomArray(random, kernel)],
      attributes: { ...steps, size: x.slice(1, 3) },
    };
  });
}
