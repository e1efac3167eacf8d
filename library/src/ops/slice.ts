// slice: a part of each axis, every element or every so many.
import { normalizeAxis, type Shape, ShapeError, sameShape, stridesOf, type Tensor } from "../tensor/index.ts";
import { defineOp, type Op, withArguments } from "./defineOp.ts";
import { movedLogarithms } from "./logarithmOf.ts";
import { pad } from "./pad.ts";
import { randomArray } from "./samples.ts";

type SliceAttributes = {
  readonly start: readonly number[];
  readonly size: readonly number[];
  readonly step: readonly number[];
};

const at = (values: readonly number[], axis: number) => values[axis] ?? 0;

/** One more than the last position that is read, relative to the start. */
const extent = (size: number, step: number) => (size === 0 ? 0 : (size - 1) * step + 1);

const raw = defineOp({
  name: "slice",
  operands: ["x"],
  notation: "slice({x})",
  infer: ([x], { start, size, step }: SliceAttributes) => {
    const shape = x?.shape ?? [];
    shape.forEach((length, axis) => {
      const [from, count, by] = [at(start, axis), at(size, axis), at(step, axis)];
      if (from >= 0 && count >= 0 && by >= 1 && from + extent(count, by) <= length) return;
      throw new ShapeError(`slice leaves axis ${axis}`, {
        got: `start ${from}, size ${count}, step ${by}`,
        expected: `a part of 0 to ${length - 1}`,
      });
    });
    return { shape: size, dtype: x?.dtype ?? "float" };
  },
  view: ({ shape }, { start, size, step }) => {
    const strides = stridesOf(shape);
    return {
      offset: strides.reduce((sum, stride, axis) => sum + stride * at(start, axis), 0),
      shape: size,
      strides: strides.map((stride, axis) => stride * at(step, axis)),
    };
  },
  vjp: {
    x: (g, { x }, { attributes: { start, size, step } }) =>
      pad(g, {
        low: start,
        high: x.shape.map((length, axis) => length - at(start, axis) - extent(at(size, axis), at(step, axis))),
        interior: step.map((by) => by - 1),
      }),
  },
  simplify: ({ inputs: [x], shape }) => (x !== undefined && sameShape(x.shape, shape) ? x : undefined),
  ...movedLogarithms,
  samples: (random) =>
    (
      [
        ["ordinary", [4, 5], [1, 2], [2, 3], [1, 1]],
        ["every second", [7, 9], [1, 0], [3, 5], [2, 2]],
        ["every third, not to the end", [8], [1], [2], [3]],
        ["all of it", [2, 3], [0, 0], [2, 3], [1, 1]],
        ["nothing of it", [2, 3], [1, 1], [0, 2], [1, 1]],
        ["empty", [0, 3], [0, 1], [0, 2], [1, 1]],
        ["a scalar", [], [], [], []],
        ["large", [131, 131], [1, 3], [65, 127], [2, 1]],
      ] as const
    ).map(([title, shape, start, size, step]) => ({
      title,
      inputs: [randomArray(random, shape)],
      attributes: { start, size, step },
    })),
});

/** What {@link slice} takes of each axis; axes that are not named (after the last one given) are taken whole. */
export interface SliceOptions {
  /** First position, for each axis; negative ones count from the end. */
  readonly start: readonly number[];
  /** Number of elements, for each axis; -1, the default, takes all that are left. */
  readonly size?: readonly number[];
  /** Distance between the elements, for each axis; 1 by default. */
  readonly step?: readonly number[];
}

function normalize(shape: Shape, { start, size = [], step = [] }: SliceOptions): SliceAttributes {
  const from = shape.map((length, axis) => {
    const first = start[axis] ?? 0;
    return first < 0 ? first + length : first;
  });
  const by = shape.map((_, axis) => step[axis] ?? 1);
  const count = shape.map((length, axis) => {
    const wanted = size[axis] ?? -1;
    return wanted === -1 ? Math.max(0, Math.ceil((length - at(from, axis)) / at(by, axis))) : wanted;
  });
  return { start: from, size: count, step: by };
}

/**
 * A part of each axis. Copies nothing.
 *
 * @throws {ShapeError} when the part is not inside of `x`.
 * @example
 * ```ts
 * import { ops, run } from "chainrule";
 * const x = ops.constant([[1, 2, 3], [4, 5, 6]]);
 * const { y } = await run({ y: ops.slice(x, { start: [0, 1], size: [2, 1] }) });
 * console.log(y.toNested()); // [[2], [5]]
 * ```
 */
export const slice: Op<(x: Tensor, options: SliceOptions) => Tensor> = withArguments(
  raw,
  (x: Tensor, options: SliceOptions) => raw(x, normalize(x.shape, options)),
);

/** `size` elements along one axis from `start` on, and all of the other axes. */
export function sliceAxis(x: Tensor, axis: number, start: number, size: number): Tensor {
  const along = normalizeAxis(axis, x.rank);
  return slice(x, {
    start: x.shape.map((_, other) => (other === along ? start : 0)),
    size: x.shape.map((length, other) => (other === along ? size : length)),
  });
}
