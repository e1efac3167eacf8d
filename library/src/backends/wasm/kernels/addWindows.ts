// Adds windows to their places in pictures.
import { atLeastOneAxis, mergeAxes } from "../loopNest.ts";
import { simd } from "../opcodes/index.ts";
import type { StepCode } from "../stepCode.ts";
import { loadVector, storeVector } from "../vectorAccess.ts";
import { emitAlong } from "./contraction.ts";
import type { Start } from "./contractionTile.ts";
import type { WindowStrides } from "./convolution.ts";
import { emitRow } from "./indexedRows.ts";

/** Windows `[rows, columns, i, j, channels]` of one picture, and the picture. */
export interface AddedWindows {
  readonly sizes: readonly number[];
  /** Strides of the windows as they stand in memory. */
  readonly strides: readonly number[];
  readonly from: Start;
  readonly to: Start;
  readonly target: WindowStrides;
}

/** Emits the loops. */
export function emitAddWindows(step: StepCode, { sizes, strides, from, to, target }: AddedWindows): void {
  const { code } = step;
  const [rows = 1, columns = 1, height = 1, ...window] = sizes;
  const [row = 0, column = 0, down = 0, ...inside] = strides;
  const [targetRow, targetColumn] = target.between;
  const [targetDown, ...targetInside] = target.inside;
  // Windows below each other come first: neighbours in a row overlap, and would wait for each other's sums.
  const outer = {
    sizes: [columns, rows, height],
    strides: [
      [column, row, down],
      [targetColumn, targetRow, targetDown],
    ],
  };
  const run = atLeastOneAxis(mergeAxes({ sizes: window, strides: [inside, targetInside] }));
  emitAlong(code, outer, [from, to], ([source = from, place = to]) => {
    const accesses = [source, place].map((start) => ({ ...start, stride: 1, dtype: "float" as const }));
    emitRow(step, run, accesses, ([added, sum], position, count) => {
      if (added === undefined || sum === undefined) return;
      storeVector(code, sum, position, count, () => {
        loadVector(code, sum, position, count);
        loadVector(code, added, position, count);
        code.simd(simd.f32x4Add);
      });
    });
  });
}
