// Zeros: what kernels that add to their results begin with.
import type { Access } from "../../../graph/index.ts";
import { walkAccess } from "../bodySources.ts";
import { atLeastOneAxis, mergeAxes, WalkerSet } from "../loopNest.ts";
import type { StepCode } from "../stepCode.ts";
import { storeVector } from "../vectorAccess.ts";
import { emitRow } from "./indexedRows.ts";

/** Fills a result with zeros. */
export function emitZeros(step: StepCode, output: Access): void {
  const { code } = step;
  const axes = atLeastOneAxis(mergeAxes({ sizes: output.view.shape, strides: [output.view.strides] }));
  const start = walkAccess(step, new WalkerSet(code), { access: output, strides: [] }, 0);
  emitRow(step, axes, [start], ([to], position, count) => {
    if (to !== undefined) storeVector(code, to, position, count, () => code.i32x4(0));
  });
}
