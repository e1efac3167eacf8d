// What the kernels of pooling have in common: loops over windows, with vectors along channels.
import type { Access, KernelStep } from "../../../graph/index.ts";
import { atLeastOneAxis, mergeAxes } from "../loopNest.ts";
import { simd } from "../opcodes/index.ts";
import { elementBytes } from "../planLayout.ts";
import type { StepCode } from "../stepCode.ts";
import { loadVector, type VectorAccess } from "../vectorAccess.ts";
import { emitAlong } from "./contraction.ts";
import { pairIn, startOf, windowStrides } from "./convolution.ts";
import { emitRow } from "./indexedRows.ts";

/** An operand of the loops: pictures, of which each window is visited, or one element for each window. */
export interface PoolOperand {
  readonly access: Access;
  readonly isPicture: boolean;
}

/** Loops over all windows; `element` is given each operand where up to four neighbours begin. */
export function emitPooling(
  step: StepCode,
  { output, attributes }: Pick<KernelStep, "output" | "attributes">,
  pooled: readonly number[],
  operands: readonly PoolOperand[],
  element: (accesses: readonly VectorAccess[], position: number, count: number) => void,
): void {
  const strides = operands.map(({ access, isPicture }) => {
    if (!isPicture) return access.view.strides;
    const { batch, between, inside } = windowStrides(access.view.strides, attributes);
    return [batch, ...between, inside[2]];
  });
  const outer = { sizes: pooled.slice(0, 2), strides: strides.map((own) => own.slice(0, 2)) };
  const row = atLeastOneAxis(mergeAxes({ sizes: pooled.slice(2), strides: strides.map((own) => own.slice(2)) }));
  const starts = operands.map(({ access }) => startOf(step, access));
  emitAlong(step.code, outer, starts, (moved) => {
    const accesses = moved.map((start) => ({ ...start, stride: 1, dtype: output.dtype }));
    emitRow(step, row, accesses, element);
  });
}

/** Where the elements of a window of pictures stand, in bytes from its first, in row-major order. */
export function placesInWindow({ view }: Access, attributes: KernelStep["attributes"]): number[] {
  const [height, width] = pairIn(attributes, "size");
  const [down, right] = windowStrides(view.strides, attributes).inside;
  return Array.from({ length: height * width }, (_, place) => {
    return (Math.floor(place / width) * down + (place % width) * right) * elementBytes;
  });
}

/** Whether every element of pictures is part of exactly one window. */
export function coversOnce({ view }: Access, attributes: KernelStep["attributes"]): boolean {
  const size = pairIn(attributes, "size");
  const strides = pairIn(attributes, "strides");
  const dilations = pairIn(attributes, "dilations");
  return [0, 1].every((axis) => {
    const isTiled = dilations[axis] === 1 || size[axis] === 1;
    return isTiled && strides[axis] === size[axis] && (view.shape[axis + 1] ?? 0) % (size[axis] ?? 1) === 0;
  });
}

/** An access some bytes further on. */
export function shifted(access: VectorAccess, bytes: number): VectorAccess {
  return { ...access, offset: access.offset + bytes };
}

/** Leaves the maxima of windows on the stack; NaN where one of the elements is NaN. */
export function emitMaxima(
  { code }: StepCode,
  x: VectorAccess,
  places: readonly number[],
  position: number,
  count: number,
): void {
  places.forEach((place, index) => {
    loadVector(code, shifted(x, place), position, count);
    if (index > 0) code.simd(simd.f32x4Max);
  });
}
