// convolve2DKernel: the adjoint of convolution in its kernel, summed picture after picture.
import type { KernelStep } from "../../../graph/index.ts";
import { sizeOf } from "../../../tensor/index.ts";
import { mergeAxes } from "../loopNest.ts";
import type { StepCode } from "../stepCode.ts";
import { type Contraction, emitAlong, emitContraction, splitAxes } from "./contraction.ts";
import { startOf, twoOperands, windowStrides } from "./convolution.ts";
import type { Kernel } from "./kernel.ts";
import { emitZeros } from "./zeros.ts";

/** Windows that are summed in registers before their sum is added to the result: bounds the rounding error too. */
const windowsAtOnce = 1024;

function emit(step: StepCode, kernelStep: KernelStep): void {
  const { output, attributes } = kernelStep;
  const [x, y] = twoOperands(kernelStep);
  if (sizeOf(output.view.shape) === 0) return;
  emitZeros(step, output);
  if (sizeOf(y.view.shape) === 0) return;
  const { code, options } = step;
  const windows = windowStrides(x.view.strides, attributes);
  const [height = 1, width = 1, channels = 1, filters = 1] = output.view.shape;
  const { outer, inner } = splitAxes(
    mergeAxes({
      sizes: y.view.shape.slice(0, 3),
      strides: [[windows.batch, ...windows.between], y.view.strides.slice(0, 3)],
    }),
    windowsAtOnce,
  );
  const contraction: Contraction = {
    rows: { sizes: [height, width, channels], strides: [[...windows.inside], output.view.strides.slice(0, 3)] },
    depth: inner,
    columns: filters,
    a: startOf(step, x),
    b: { ...startOf(step, y), column: y.view.strides[3] ?? 0 },
    out: { ...startOf(step, output), column: output.view.strides[3] ?? 0 },
    accumulate: true,
  };
  emitAlong(code, outer, [contraction.a, contraction.b], ([a = contraction.a, b = contraction.b]) => {
    emitContraction(code, { ...contraction, a, b: { ...contraction.b, ...b } }, options.fused);
  });
}

/** The derivative of convolutions by their kernel. */
export const convolve2DKernelKernel: Kernel = {
  operation: "convolve2DKernel",
  readsStrides: true,
  scratchSize: () => 0,
  emit,
};
