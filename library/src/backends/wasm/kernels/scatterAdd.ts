// scatterAdd: adds rows to the positions along an axis that indices name.
import type { KernelStep } from "../../../graph/index.ts";
import { BackendError, sizeOf } from "../../../tensor/index.ts";
import { simd } from "../opcodes/index.ts";
import type { StepCode } from "../stepCode.ts";
import { loadVector, storeVector } from "../vectorAccess.ts";
import { emitIndexedRows } from "./indexedRows.ts";
import type { Kernel } from "./kernel.ts";
import { emitZeros } from "./zeros.ts";

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

/** Zeros to which rows are added in order; an index outside is ignored. */
export const scatterAddKernel: Kernel = { operation: "scatterAdd", readsStrides: true, scratchSize: () => 0, emit };
