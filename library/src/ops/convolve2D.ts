// convolve2D: pictures convolved with a kernel, as deep learning means it (the kernel is not mirrored).
import {
  formatShape,
  NdArray,
  type Random,
  type Sample,
  type Shape,
  ShapeError,
  type Tensor,
} from "../tensor/index.ts";
import { concatenate } from "./concatenate.ts";
import { convolve2DKernel } from "./convolve2DKernel.ts";
import { convolve2DTranspose } from "./convolve2DTranspose.ts";
import { defineOp, type Op, withArguments } from "./defineOp.ts";
import { checkDtypes } from "./elementwiseInfer.ts";
import { isPointwise, kernelMatrix, windowRows } from "./kernelMatrix.ts";
import { matmul } from "./matmul.ts";
import { operandAt } from "./operandAt.ts";
import { padPictures } from "./padPictures.ts";
import { reshape } from "./reshape.ts";
import { randomArray } from "./samples.ts";
import { sliceAxis } from "./slice.ts";
import {
  addProduct,
  checkPictures,
  forEachProduct,
  type Padding,
  pairOf,
  stepOptions,
  type WindowOptions,
  type WindowSteps,
  windowCounts,
  windowSteps,
  zeroSums,
} from "./windowGeometry.ts";
import { windows2D } from "./windows2D.ts";

const raw = defineOp({
  name: "convolve2D",
  operands: ["x", "kernel"],
  notation: { text: "{x} * {kernel}", precedence: 2 },
  infer: (inputs, steps: WindowSteps) => {
    checkDtypes("convolve2D", ["x", "kernel"], inputs, ["float", "float"]);
    const [x, kernel] = [operandAt(inputs, 0).shape, operandAt(inputs, 1).shape];
    return { shape: convolvedShape(x, kernel, steps), dtype: "float" };
  },
  reference: (inputs, { shape }, steps) => {
    const [x, kernel] = [operandAt(inputs, 0), operandAt(inputs, 1)];
    const sums = zeroSums(shape);
    forEachProduct({ x: x.shape, kernel: kernel.shape, y: shape }, steps, (i, j, k) =>
      addProduct(sums, k, x, i, kernel, j),
    );
    return new NdArray(sums, shape);
  },
  // Each window as a row, times the kernel as a matrix.
  decompose: (inputs, attributes) => {
    const [x, kernel] = [operandAt(inputs, 0), operandAt(inputs, 1)];
    const windows = windows2D(x, { ...stepOptions(attributes), size: pairOf(kernel.shape) });
    const product = matmul(windowRows(windows), kernelMatrix(kernel));
    return reshape(product, [...windows.shape.slice(0, 3), kernel.shape[3] ?? 0]);
  },
  simplify: (node) => {
    const [x, kernel] = [node.input(0), node.input(1)];
    if (!isPointwise(kernel, node.attributes.strides)) return undefined;
    return reshape(matmul(kernelMatrix(x), kernelMatrix(kernel)), node.shape);
  },
  vjp: {
    x: (g, { x, kernel }, { attributes }) =>
      convolve2DTranspose(g, kernel, { ...stepOptions(attributes), size: pairOf(x.shape.slice(1)) }),
    kernel: (g, { x, kernel }, { attributes }) =>
      convolve2DKernel(x, g, { ...stepOptions(attributes), size: pairOf(kernel.shape) }),
  },
  samples,
});

function convolvedShape(x: Shape, kernel: Shape, steps: WindowSteps): Shape {
  checkPictures("convolve2D", x);
  const [, , channels, filters] = kernel;
  if (filters === undefined || channels === undefined || kernel.length !== 4 || channels !== x[3]) {
    throw new ShapeError("the kernel does not fit the pictures", {
      got: `a kernel ${formatShape(kernel)} for pictures ${formatShape(x)}`,
      expected: `[height, width, ${x[3]}, filters]`,
    });
  }
  return [x[0] ?? 0, ...windowCounts(x, kernel, steps), filters];
}

/** Options of {@link convolve2D}. */
export interface ConvolutionOptions extends WindowOptions {
  /**
   * `"valid"`, the default, keeps windows inside of the pictures; `"same"` adds zeros around them so that there are
   * `ceil(size / stride)` windows along each axis.
   */
  readonly padding?: Padding;
  /**
   * Into how many groups channels and filters are split, each convolved for itself; the kernel then has
   * `channels / groups` channels. 1 by default.
   */
  readonly groups?: number;
}

/**
 * Pictures `x [batch, height, width, channels]` convolved with `kernel [height, width, channels, filters]`:
 * `y[b, r, c, f] = Σ x[b, r * stride + i * dilation, c * stride + j * dilation, k] kernel[i, j, k, f]`, as in Keras and
 * ONNX (the kernel is not mirrored).
 *
 * @returns `[batch, rows, columns, filters]`.
 * @throws {ShapeError} when the operands do not fit, or no window fits into the pictures.
 * @example
 * ```ts
 * import { ops, run } from "chainrule";
 * const x = ops.reshape(ops.constant([1, 2, 3, 4, 5, 6, 7, 8, 9]), [1, 3, 3, 1]);
 * const kernel = ops.constant(1, { shape: [2, 2, 1, 1] });
 * const { y } = await run({ y: ops.convolve2D(x, kernel) });
 * console.log(y.toNested()); // [[[[12], [16]], [[24], [28]]]]
 * ```
 */
export const convolve2D: Op<(x: Tensor, kernel: Tensor, options?: ConvolutionOptions) => Tensor> = withArguments(
  raw,
  (x: Tensor, kernel: Tensor, { padding = "valid", groups = 1, ...options }: ConvolutionOptions = {}) => {
    checkPictures("convolve2D", x.shape);
    const steps = windowSteps(options);
    const window = { size: pairOf(kernel.shape), ...steps };
    const padded = padding === "same" ? padPictures(x, window) : x;
    return groups === 1 ? raw(padded, kernel, steps) : convolveGroups(padded, kernel, groups, steps);
  },
);

function convolveGroups(x: Tensor, kernel: Tensor, groups: number, steps: WindowSteps): Tensor {
  const [channels, filters] = [x.shape[3] ?? 0, kernel.shape[3] ?? 0];
  if (!Number.isSafeInteger(groups) || groups < 1 || channels % groups !== 0 || filters % groups !== 0) {
    throw new ShapeError("groups do not divide the channels", {
      got: `${groups} groups of ${channels} channels and ${filters} filters`,
      expected: "a divisor of both",
    });
  }
  const [channelsEach, filtersEach] = [channels / groups, filters / groups];
  const parts = Array.from({ length: groups }, (_, group) =>
    raw(
      sliceAxis(x, 3, group * channelsEach, channelsEach),
      sliceAxis(kernel, 3, group * filtersEach, filtersEach),
      steps,
    ),
  );
  return concatenate(parts, 3);
}

/** Pictures, a kernel, strides and dilations: shared by the samples of the three operations on them. */
export const convolutionCases: readonly (readonly [
  title: string,
  x: Shape,
  kernel: Shape,
  strides: readonly number[],
  dilations: readonly number[],
])[] = [
  ["ordinary", [2, 4, 4, 2], [2, 2, 2, 3], [1, 1], [1, 1]],
  ["one channel", [2, 5, 6, 1], [3, 2, 1, 2], [1, 1], [1, 1]],
  ["a kernel of 1 × 1", [2, 3, 3, 5], [1, 1, 5, 3], [1, 1], [1, 1]],
  ["strides", [1, 7, 6, 2], [3, 2, 2, 3], [2, 3], [1, 1]],
  ["strides beyond the kernel", [1, 7, 7, 1], [2, 1, 1, 2], [3, 2], [1, 1]],
  ["dilations", [1, 7, 6, 2], [3, 2, 2, 2], [1, 1], [2, 3]],
  ["strides and dilations", [1, 9, 8, 1], [3, 3, 1, 2], [2, 1], [2, 2]],
  ["a window as large as the picture", [3, 3, 4, 2], [3, 4, 2, 5], [1, 1], [1, 1]],
  ["no pictures", [0, 4, 4, 2], [2, 2, 2, 3], [1, 1], [1, 1]],
  ["no channels", [2, 4, 4, 0], [2, 2, 0, 3], [1, 1], [1, 1]],
  ["large", [3, 13, 17, 5], [3, 3, 5, 19], [1, 1], [1, 1]],
  ["large, deep", [2, 6, 7, 67], [3, 3, 67, 9], [1, 1], [1, 1]],
];

function samples(random: Random): readonly Sample[] {
  return convolutionCases.map(([title, x, kernel, strides, dilations]) => ({
    title,
    inputs: [randomArray(random, x), randomArray(random, kernel)],
    attributes: { strides, dilations },
  }));
}
