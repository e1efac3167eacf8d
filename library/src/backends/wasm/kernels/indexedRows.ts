// Loops over rows that are picked by their position along an axis: what gather and scatterAdd have in common.
import type { Access } from "../../../graph/index.ts";
import { walkAccess } from "../bodySources.ts";
import { type Axes, atLeastOneAxis, emitGroups, emitLoops, mergeAxes, WalkerSet } from "../loopNest.ts";
import { memory, scalar } from "../opcodes/index.ts";
import { elementBytes } from "../planLayout.ts";
import type { StepCode } from "../stepCode.ts";
import { lanes, type VectorAccess } from "../vectorAccess.ts";

/** Operands of the loops: `listed` has the axes of `indices` where `picked` has `axis`. */
export interface IndexedRows {
  readonly picked: Access;
  readonly listed: Access;
  readonly indices: Access;
  readonly axis: number;
}

/** What is done with up to four neighbours of a row, at `position` of both. */
export interface RowCode {
  readonly inside: (picked: VectorAccess, listed: VectorAccess, position: number, count: number) => void;
  /** For rows whose index is outside of the axis; they are skipped without it. */
  readonly outside?: (listed: VectorAccess, position: number, count: number) => void;
}

interface RowLoops {
  /** Axes that choose a row, with strides of picked, listed and indices. */
  readonly rows: Axes;
  /** Axes inside of a row, with strides of picked and listed. */
  readonly row: Axes;
}

function loopsOf({ picked, listed, indices, axis }: IndexedRows): RowLoops {
  const number = indices.view.shape.length;
  const [source, target] = [picked.view.strides, listed.view.strides];
  const none = (count: number): number[] => new Array<number>(count).fill(0);
  const rows = mergeAxes({
    sizes: listed.view.shape.slice(0, axis + number),
    strides: [
      [...source.slice(0, axis), ...none(number)],
      target.slice(0, axis + number),
      [...none(axis), ...indices.view.strides],
    ],
  });
  const row = mergeAxes({
    sizes: listed.view.shape.slice(axis + number),
    strides: [source.slice(axis + 1), target.slice(axis + number)],
  });
  return { rows, row: atLeastOneAxis(row) };
}

/** Emits the loops; elements are handled as 32 bits, whatever they mean. */
export function emitIndexedRows(step: StepCode, operands: IndexedRows, row: RowCode): void {
  const { code } = step;
  const { picked, listed, indices, axis } = operands;
  const loops = loopsOf(operands);
  const walkers = new WalkerSet(code);
  const [fromPicked, fromListed, fromIndices] = [picked, listed, indices].map((access, position) =>
    walkAccess(step, walkers, { access, strides: loops.rows.strides[position] ?? [] }, 0),
  );
  if (fromPicked === undefined || fromListed === undefined || fromIndices === undefined) return;
  const index = code.local("i32");
  const address = code.local("i32");
  const stride = picked.view.strides[axis] ?? 0;
  const one = (): void => {
    code.get(fromIndices.address);
    code.memory(memory.i32Load, fromIndices.offset);
    code.tee(index);
    code.i32(picked.view.shape[axis] ?? 0);
    code.scalar(scalar.i32LtU);
    const outside = row.outside;
    code.if(
      () => {
        code.get(fromPicked.address);
        code.i32(fromPicked.offset);
        code.scalar(scalar.i32Add);
        code.get(index);
        code.i32(stride * elementBytes);
        code.scalar(scalar.i32Mul);
        code.scalar(scalar.i32Add);
        code.set(address);
        emitRow(step, loops.row, [{ ...fromPicked, address, offset: 0 }, fromListed], ([from, to], position, count) => {
          if (from !== undefined && to !== undefined) row.inside(from, to, position, count);
        });
      },
      outside &&
        (() =>
          emitRow(
            step,
            { ...loops.row, strides: loops.row.strides.slice(1) },
            [fromListed],
            ([to], position, count) => {
              if (to !== undefined) outside(to, position, count);
            },
          )),
    );
  };
  emitLoops(code, [...loops.rows.sizes, 1], walkers.walkers, {
    innermost: () => {
      one();
      return 0;
    },
  });
  code.release(index, address);
  walkers.release();
}

/** Loops over the elements of rows that begin at the given accesses. */
export function emitRow(
  { code }: StepCode,
  { sizes, strides }: Axes,
  starts: readonly VectorAccess[],
  element: (accesses: readonly VectorAccess[], position: number, count: number) => void,
): void {
  const axis = sizes.length - 1;
  const bytes = strides.map((operand) => operand.map((distance) => distance * elementBytes));
  const walkers = new WalkerSet(code);
  const accesses = starts.map((start, operand): VectorAccess => {
    const own = bytes[operand] ?? [];
    const inCode = own.some((distance) => distance < 0) ? 0 : start.offset;
    const address = walkers.walk(start.address, start.offset - inCode, own);
    return { address, offset: inCode, stride: strides[operand]?.[axis] ?? 0, dtype: "int32" };
  });
  emitLoops(code, sizes, walkers.walkers, {
    innermost: () =>
      emitGroups(code, walkers.walkers, axis, {
        size: sizes[axis] ?? 1,
        group: lanes,
        unroll: 2,
        straight: 4,
        element: (position, count) => element(accesses, position, count),
      }),
  });
  walkers.release();
}
