// maxUnpool2D: values put back where the first maximum of each window stands.
import type { KernelStep } from "../../../graph/index.ts";
import { sizeOf } from "../../../tensor/index.ts";
import { simd } from "../opcodes/index.ts";
import type { StepCode } from "../stepCode.ts";
import { loadVector, storeVector, type VectorAccess } from "../vectorAccess.ts";
import { twoOperands } from "./convolution.ts";
import type { Kernel } from "./kernel.ts";
import { coversOnce, emitMaxima, emitPooling, placesInWindow, shifted } from "./pooling.ts";
import { emitZeros } from "./zeros.ts";

function emit(step: StepCode, kernelStep: KernelStep): void {
  const { output, attributes } = kernelStep;
  const [pooled, x] = twoOperands(kernelStep);
  if (sizeOf(output.view.shape) === 0) return;
  const once = coversOnce(output, attributes);
  if (!once) emitZeros(step, output);
  if (sizeOf(pooled.view.shape) === 0) return;
  const places = placesInWindow(x, attributes);
  const targets = placesInWindow(output, attributes);
  const operands = [
    { access: pooled, isPicture: false },
    { access: x, isPicture: true },
    { access: output, isPicture: true },
  ];
  emitPooling(step, kernelStep, pooled.view.shape, operands, ([value, from, to], position, count) => {
    if (value === undefined || from === undefined || to === undefined) return;
    emitWindow(step, { value, from, to, places, targets, once }, position, count);
  });
}

interface Window {
  readonly value: VectorAccess;
  readonly from: VectorAccess;
  readonly to: VectorAccess;
  readonly places: readonly number[];
  readonly targets: readonly number[];
  /** Whether no other window writes to the same elements. */
  readonly once: boolean;
}

/** Up to four windows side by side: what is left of their values goes to the first element that is their maximum. */
function emitWindow(step: StepCode, window: Window, position: number, count: number): void {
  const { code } = step;
  const { value, from, to, places, targets, once } = window;
  const [largest, left, isHere] = [code.local("v128"), code.local("v128"), code.local("v128")];
  emitMaxima(step, from, places, position, count);
  code.set(largest);
  loadVector(code, value, position, count);
  code.set(left);
  places.forEach((place, index) => {
    const target = shifted(to, targets[index] ?? 0);
    loadVector(code, shifted(from, place), position, count);
    code.get(largest);
    code.simd(simd.f32x4Eq);
    code.set(isHere);
    storeVector(code, target, position, count, () => {
      code.get(left);
      code.get(isHere);
      code.simd(simd.v128And);
      if (once) return;
      loadVector(code, target, position, count);
      code.simd(simd.f32x4Add);
    });
    code.get(left);
    code.get(isHere);
    code.simd(simd.v128Andnot);
    code.set(left);
  });
  code.release(largest, left, isHere);
}

/** The derivative of maximum pooling. */
export const maxUnpool2DKernel: Kernel = { operation: "maxUnpool2D", readsStrides: true, scratchSize: () => 0, emit };
