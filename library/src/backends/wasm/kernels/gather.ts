// gather: copies rows that are picked by their position along an axis.
import type { KernelStep } from "../../../graph/index.ts";
import { BackendError, sizeOf } from "../../../tensor/index.ts";
import { float32Bits } from "../bytes.ts";
import type { StepCode } from "../stepCode.ts";
import { loadVector, storeVector } from "../vectorAccess.ts";
import { emitIndexedRows } from "./indexedRows.ts";
import type { Kernel } from "./kernel.ts";

function emit(step: StepCode, { inputs, output, attributes }: KernelStep): void {
  const [picked, indices] = inputs;
  const { axis } = attributes;
  if (picked === undefined || indices === undefined || typeof axis !== "number") {
    throw new BackendError("gather takes x, indices and an axis");
  }
  if (sizeOf(output.view.shape) === 0) return;
  const { code } = step;
  const missing = output.dtype === "float" ? float32Bits(Number.NaN) : 0;
  emitIndexedRows(
    step,
    { picked, listed: output, indices, axis },
    {
      inside: (from, to, position, count) =>
        storeVector(code, to, position, count, () => loadVector(code, from, position, count)),
      outside: (to, position, count) => storeVector(code, to, position, count, () => code.i32x4(missing)),
    },
  );
}

/** Rows picked by index; an index outside gives NaN, or 0 for integers and truth values. */
export const gatherKernel: Kernel = { operation: "gather", readsStrides: true, scratchSize: () => 0, emit };
