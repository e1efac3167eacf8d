// scatterAdd: adds rows to the positions along an axis that indices name.
import type { KernelStep } from "../../../graph/index.ts";
import { BackendError, sizeOf } from "../../../tensor/index.ts";
import { walkAccess } from "../bodySources.ts";
import { atLeastOneAxis, mergeAxes, WalkerSet } from "../loopNest.ts";
import { simd } from "../opcodes.ts";
import type { StepCode } from "../stepCode.ts";
import { loadVector, storeVector } from "../vectorAccess.ts";
import { emitIndexedRows, emitRow } from "./indexedRows.ts";
import type { Kernel } from "./kernel.ts";

function emit(step: StepCode, { inputs, output, attributes }: KernelStep): void {
  const [listed, indices] = inputs;
  const { axis } = attributes;
  if (listed === undefined || indices === undefined || typeof axis !== "number") {
    throw new BackendError("scatterAdd takes updates, indices and an axis");
  }
  if (sizeOf(output.view.shape) === 0) return;
  const { code } = step;
  emitZeros(step, output);
  if (sizeOf(listed.view.shape) === 0) return;
  emitIndexedRows(
    step,
    { picked: output, listed, indices, axis },
    {
      inside: (to, from, position, count) =>
        storeVector(code, to, position, count, () => {
          loadVector(code, to, position, count);
          loadVector(code, from, position, count);
          code.simd(simd.f32x4Add);
        }),
    },
  );
}

function emitZeros(step: StepCode, output: KernelStep["output"]): void {
  const { code } = step;
  const axes = atLeastOneAxis(mergeAxes({ sizes: output.view.shape, strides: [output.view.strides] }));
  const start = walkAccess(step, new WalkerSet(code), { access: output, strides: [] }, 0);
  emitRow(step, axes, [start], ([to], position, count) => {
    if (to !== undefined) storeVector(code, to, position, count, () => code.i32x4(0));
  });
}

/** Zeros to which rows are added in order; an index outside is ignored. */
export const scatterAddKernel: Kernel = { operation: "scatterAdd", readsStrides: true, scratchSize: () => 0, emit };
