// gather: elements or rows picked by their position along an axis.
import {
  type Dtype,
  NdArray,
  normalizeAxis,
  type Random,
  type Sample,
  type Shape,
  sizeOf,
  type Tensor,
} from "../tensor/index.ts";
import { referenceData } from "./constant.ts";
import { defineOp, type Op, withArguments } from "./defineOp.ts";
import { checkDtypes } from "./elementwiseInfer.ts";
import type { AxisAttributes, AxisOptions } from "./lines.ts";
import { movedLogarithms } from "./logarithmOf.ts";
import { operandAt } from "./operandAt.ts";
import { integerArray, randomArray } from "./samples.ts";
import { scatterAdd } from "./scatterAdd.ts";

const raw = defineOp({
  name: "gather",
  operands: ["x", "indices"],
  notation: "{x}[{indices}]",
  infer: (inputs, { axis }: AxisAttributes) => {
    checkDtypes("gather", ["x", "indices"], inputs, [undefined, "int32"]);
    const [x, indices] = [operandAt(inputs, 0), operandAt(inputs, 1)];
    return { shape: x.shape.toSpliced(normalizeAxis(axis, x.shape.length), 1, ...indices.shape), dtype: x.dtype };
  },
  reference: (inputs, { shape, dtype }, { axis }) => {
    const [x, indices] = [operandAt(inputs, 0), operandAt(inputs, 1)];
    return new NdArray(gatherRows(x, indices, axis, dtype), shape);
  },
  vjp: {
    x: (g, { x, indices }, { attributes: { axis } }) => scatterAdd(g, indices, { axis, size: x.shape[axis] ?? 0 }),
  },
  ...movedLogarithms,
  samples,
});

function gatherRows(x: NdArray, indices: NdArray, axis: number, dtype: Dtype) {
  const [size, row] = [x.shape[axis] ?? 0, sizeOf(x.shape.slice(axis + 1))];
  const outer = sizeOf(x.shape.slice(0, axis));
  const data = referenceData(dtype, outer * indices.size * row).fill(Number.NaN);
  for (let block = 0; block < outer; block += 1) {
    indices.data.forEach((index, position) => {
      if (index < 0 || index >= size) return;
      const from = (block * size + index) * row;
      data.set(x.data.subarray(from, from + row), (block * indices.size + position) * row);
    });
  }
  return data;
}

/**
 * What stands at the positions `indices` along an axis of `x`: that axis is replaced by the axes of `indices`, as in
 * ONNX's Gather. An index outside of 0 to size - 1 (negative ones too) gives NaN, which is 0 for int32 and bool.
 *
 * @param indices int32 of any shape.
 * @example
 * ```ts
 * import { ops, run } from "chainrule";
 * const x = ops.constant([[1, 2], [3, 4], [5, 6]]);
 * const rows = ops.constant([2, 0], { dtype: "int32" });
 * const { y } = await run({ y: ops.gather(x, rows, { axis: 0 }) });
 * console.log(y.toNested()); // [[5, 6], [1, 2]]
 * ```
 */
export const gather: Op<(x: Tensor, indices: Tensor, options?: AxisOptions) => Tensor> = withArguments(
  raw,
  (x: Tensor, indices: Tensor, { axis = 0 }: AxisOptions = {}) =>
    raw(x, indices, { axis: normalizeAxis(axis, x.rank) }),
);

function samples(random: Random): readonly Sample[] {
  const cases: readonly [string, Shape, Shape, number][] = [
    ["rows", [4, 3], [5], 0],
    ["columns", [4, 3], [5], 1],
    ["indices with two axes", [4, 3], [2, 2], 0],
    ["middle axis", [5, 3, 7], [4], 1],
    ["one index", [4, 3], [], 0],
    ["odd sizes", [13, 5], [7], 0],
    ["no indices", [4, 3], [0], 0],
    ["empty rows", [4, 0], [3], 0],
    ["large", [257, 67], [129], 0],
  ];
  const floats = cases.map(([title, shape, picks, axis]): Sample => {
    const inputs = [randomArray(random, shape), integerArray(random, picks, 0, shape[axis] ?? 1)];
    return { title, inputs, attributes: { axis } };
  });
  const outside = [integerArray(random, [9], -3, 6), integerArray(random, [2, 4], 5, 9)];
  return [
    ...floats,
    ...outside.map((indices): Sample => {
      const inputs = [randomArray(random, [4, 3]), indices];
      return { title: "outside", inputs, attributes: { axis: 0 }, differentiable: false };
    }),
    {
      title: "int32",
      inputs: [integerArray(random, [9], -99, 99), integerArray(random, [7], -1, 10)],
      attributes: { axis: 0 },
    },
  ];
}
