// scatterAdd: rows added to their positions along an axis, the adjoint of gather.
import {
  formatShape,
  NdArray,
  normalizeAxis,
  type Random,
  type Sample,
  type Shape,
  ShapeError,
  sizeOf,
  type Tensor,
} from "../tensor/index.ts";
import { checkedShape } from "./checkedShape.ts";
import { defineOp, type Op, withArguments } from "./defineOp.ts";
import { checkDtypes } from "./elementwiseInfer.ts";
import { gather } from "./gather.ts";
import { greaterOrEqual } from "./greaterOrEqual.ts";
import { less } from "./less.ts";
import { logicalAnd } from "./logicalAnd.ts";
import { operandAt } from "./operandAt.ts";
import { reshape } from "./reshape.ts";
import { integerArray, randomArray } from "./samples.ts";
import { select } from "./select.ts";

type ScatterAttributes = { readonly axis: number; readonly size: number };

const raw = defineOp({
  name: "scatterAdd",
  operands: ["updates", "indices"],
  notation: "scatterAdd({updates}, {indices})",
  infer: (inputs, attributes: ScatterAttributes) => {
    checkDtypes("scatterAdd", ["updates", "indices"], inputs, ["float", "int32"]);
    const [updates, indices] = [operandAt(inputs, 0).shape, operandAt(inputs, 1).shape];
    return { shape: scatteredShape(updates, indices, attributes), dtype: "float" };
  },
  reference: (inputs, { shape }, { axis }) => {
    const [updates, indices] = [operandAt(inputs, 0), operandAt(inputs, 1)];
    const [size, row] = [shape[axis] ?? 0, sizeOf(shape.slice(axis + 1))];
    const data = new Float64Array(sizeOf(shape));
    updates.data.forEach((update, at) => {
      const place = Math.floor(at / row);
      const [block, index] = [Math.floor(place / indices.size), indices.data[place % indices.size] ?? -1];
      if (index < 0 || index >= size) return;
      const to = (block * size + index) * row + (at % row);
      data[to] = (data[to] ?? 0) + update;
    });
    return new NdArray(data, shape);
  },
  vjp: {
    // Updates outside of the result were ignored, so nothing comes back to them; gather alone would give NaN.
    updates: (g, { updates, indices }, { attributes: { axis, size } }) => {
      const isInside = logicalAnd(greaterOrEqual(indices, 0), less(indices, size));
      const trailing = updates.rank - axis - indices.rank;
      const aligned = reshape(isInside, [...indices.shape, ...new Array<number>(trailing).fill(1)]);
      return select(aligned, gather(g, indices, { axis }), 0);
    },
  },
  samples,
});

function scatteredShape(updates: Shape, indices: Shape, { axis, size }: ScatterAttributes): Shape {
  const fits = axis + indices.length <= updates.length && indices.every((length, at) => length === updates[axis + at]);
  if (!fits) {
    throw new ShapeError(`updates ${formatShape(updates)} do not fit indices ${formatShape(indices)}`, {
      expected: `updates with the shape of the indices from axis ${axis} on`,
    });
  }
  return checkedShape(updates.toSpliced(axis, indices.length, size));
}

/** Options of {@link scatterAdd}. */
export interface ScatterOptions {
  /** Where the new axis stands in the result; 0 by default. */
  readonly axis?: number;
  /** Size of the new axis. */
  readonly size: number;
}

/**
 * Zeros, to which `updates` are added at the positions `indices` along an axis; updates for the same position are
 * summed, in order. The axes of `updates` that start at `axis` are those of `indices`, and become one of the given
 * size. An index outside of 0 to size - 1 (negative ones too) is ignored. The adjoint of {@link gather}.
 *
 * @param indices int32 of any shape.
 */
export const scatterAdd: Op<(updates: Tensor, indices: Tensor, options: ScatterOptions) => Tensor> = withArguments(
  raw,
  (updates: Tensor, indices: Tensor, { axis = 0, size }: ScatterOptions) =>
    raw(updates, indices, { axis: normalizeAxis(axis, updates.rank - indices.rank + 1), size }),
);

function samples(random: Random): readonly Sample[] {
  const cases: readonly [string, Shape, Shape, number, number][] = [
    ["rows", [5, 3], [5], 0, 4],
    ["columns", [4, 5], [5], 1, 3],
    ["indices with two axes", [2, 2, 3], [2, 2], 0, 4],
    ["middle axis", [5, 4, 7], [4], 1, 3],
    ["one index", [3], [], 0, 4],
    ["odd sizes", [7, 5], [7], 0, 13],
    ["no indices", [0, 3], [0], 0, 4],
    ["empty rows", [3, 0], [3], 0, 4],
    ["large", [129, 67], [129], 0, 257],
  ];
  return cases.flatMap(([title, shape, picks, axis, size]) =>
    [0, -2].map((lowest) => ({
      title: lowest < 0 ? `${title}, some outside` : title,
      inputs: [randomArray(random, shape), integerArray(random, picks, lowest, size - lowest)],
      attributes: { axis, size },
    })),
  );
}
