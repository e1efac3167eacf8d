// sumWindows2D: windows added to their places in pictures of zeros.
import type { KernelStep } from "../../../graph/index.ts";
import { BackendError, sizeOf } from "../../../tensor/index.ts";
import type { StepCode } from "../stepCode.ts";
import { emitAddWindows } from "./addWindows.ts";
import { emitAlong } from "./contraction.ts";
import { startOf, windowStrides } from "./convolution.ts";
import type { Kernel } from "./kernel.ts";
import { emitZeros } from "./zeros.ts";

function emit(step: StepCode, { inputs: [windows], output, attributes }: KernelStep): void {
  if (windows === undefined) throw new BackendError("sumWindows2D takes windows");
  if (sizeOf(output.view.shape) === 0) return;
  emitZeros(step, output);
  if (sizeOf(windows.view.shape) === 0) return;
  const target = windowStrides(output.view.strides, attributes);
  const [batches = 1, ...sizes] = windows.view.shape;
  const [batch = 0, ...strides] = windows.view.strides;
  const starts = [startOf(step, windows), startOf(step, output)];
  emitAlong(step.code, { sizes: [batches], strides: [[batch], [target.batch]] }, starts, ([from, to]) => {
    if (from !== undefined && to !== undefined) emitAddWindows(step, { sizes, strides, from, to, target });
  });
}

/** The adjoint of the view that windows are. */
export const sumWindows2DKernel: Kernel = {
  operation: "sumWindows2D",
  readsStrides: true,
  scratchSize: () => 0,
  emit,
};
