// maxPool2D: the largest element of each window.
import type { KernelStep } from "../../../graph/index.ts";
import { BackendError, sizeOf } from "../../../tensor/index.ts";
import type { StepCode } from "../stepCode.ts";
import { storeVector } from "../vectorAccess.ts";
import type { Kernel } from "./kernel.ts";
import { emitMaxima, emitPooling, placesInWindow } from "./pooling.ts";

function emit(step: StepCode, kernelStep: KernelStep): void {
  const {
    inputs: [x],
    output,
    attributes,
  } = kernelStep;
  if (x === undefined) throw new BackendError("maxPool2D takes pictures");
  if (sizeOf(output.view.shape) === 0) return;
  const places = placesInWindow(x, attributes);
  const operands = [
    { access: x, isPicture: true },
    { access: output, isPicture: false },
  ];
  emitPooling(step, kernelStep, output.view.shape, operands, ([from, to], position, count) => {
    if (from === undefined || to === undefined) return;
    storeVector(step.code, to, position, count, () => emitMaxima(step, from, places, position, count));
  });
}

/** Maxima of windows. */
export const maxPool2DKernel: Kernel = { operation: "maxPool2D", readsStrides: true, scratchSize: () => 0, emit };
