// pad: a value around and between the elements.
import { type Shape, ShapeError, stridesOf, type Tensor } from "../tensor/index.ts";
import { defineOp, type Op, withArguments } from "./defineOp.ts";
import { randomArray } from "./samples.ts";
import { slice } from "./slice.ts";

type PadAttributes = {
  readonly low: readonly number[];
  readonly high: readonly number[];
  readonly interior: readonly number[];
  readonly value: number;
};

const at = (values: readonly number[], axis: number) => values[axis] ?? 0;

function paddedShape(shape: Shape, { low, high, interior }: PadAttributes): number[] {
  return shape.map((size, axis) => {
    const inner = size + Math.max(0, size - 1) * at(interior, axis);
    return at(low, axis) + inner + at(high, axis);
  });
}

const raw = defineOp({
  name: "pad",
  operands: ["x"],
  notation: "pad({x})",
  infer: ([x], attributes: PadAttributes) => {
    const negative = [attributes.low, attributes.high, attributes.interior].flat().find((count) => count < 0);
    if (negative !== undefined) {
      throw new ShapeError("pad adds elements", {
        got: `${negative} of them`,
        expected: "0 or more",
        fix: "Use slice",
      });
    }
    return { shape: paddedShape(x?.shape ?? [], attributes), dtype: x?.dtype ?? "float" };
  },
  assemble: ([x], attributes) => {
    const shape = x?.shape ?? [];
    const strides = stridesOf(paddedShape(shape, attributes));
    const part = {
      offset: strides.reduce((sum, stride, axis) => sum + stride * at(attributes.low, axis), 0),
      shape,
      strides: strides.map((stride, axis) => stride * (at(attributes.interior, axis) + 1)),
    };
    return { fill: attributes.value, parts: [part] };
  },
  vjp: {
    x: (g, { x }, { attributes: { low, interior } }) =>
      slice(g, { start: low, size: x.shape, step: interior.map((count) => count + 1) }),
  },
  simplify: ({ inputs: [x], attributes: { low, high, interior } }) =>
    [low, high, interior].flat().every((count) => count === 0) ? x : undefined,
  samples: (random) =>
    (
      [
        ["ordinary", [2, 3], [1, 0], [0, 2], [0, 0], 0],
        ["between", [3, 4], [0, 1], [1, 0], [1, 2], 0],
        ["a value", [5, 13], [2, 2], [2, 2], [0, 0], -1.5],
        ["nothing", [2, 3], [0, 0], [0, 0], [0, 0], 0],
        ["empty", [0, 3], [2, 0], [1, 0], [1, 1], 7],
        ["a scalar", [], [], [], [], 0],
        ["large", [67, 129], [1, 1], [1, 1], [0, 0], 0],
      ] as const
    ).map(([title, shape, low, high, interior, value]) => ({
      title,
      inputs: [randomArray(random, shape)],
      attributes: { low, high, interior, value },
    })),
});

/** How much {@link pad} adds, for each axis. */
export interface PadOptions {
  /** Elements before the first; 0 by default. */
  readonly low?: readonly number[];
  /** Elements after the last; 0 by default. */
  readonly high?: readonly number[];
  /** Elements between each two neighbours; 0 by default. */
  readonly interior?: readonly number[];
  /** What is added; 0 by default. */
  readonly value?: number;
}

/** `x` with `value` added before, after and between its elements. */
export const pad: Op<(x: Tensor, options: PadOptions) => Tensor> = withArguments(
  raw,
  (x: Tensor, { low = [], high = [], interior = [], value = 0 }: PadOptions) => {
    const each = (counts: readonly number[]) => x.shape.map((_, axis) => at(counts, axis));
    return raw(x, { low: each(low), high: each(high), interior: each(interior), value });
  },
);
