// oneHot: class numbers as rows with a single 1.
import { normalizeAxis, type Random, type Sample, type Shape, ShapeError, type Tensor } from "../tensor/index.ts";
import { defineOp, type Op, withArguments } from "./defineOp.ts";
import { checkDtypes } from "./elementwiseInfer.ts";
import { expandDims } from "./expandDims.ts";
import { notEqual } from "./notEqual.ts";
import { integerArray } from "./samples.ts";
import { select } from "./select.ts";

type OneHotAttributes = { readonly depth: number; readonly axis: number };

const raw = defineOp({
  name: "oneHot",
  operands: ["indices"],
  dtypes: ["int32"],
  notation: "oneHot({indices})",
  infer: (inputs, { depth, axis }: OneHotAttributes) => {
    checkDtypes("oneHot", ["indices"], inputs, ["int32"]);
    if (!Number.isInteger(depth) || depth < 0) {
      throw new ShapeError("the number of classes is no size", {
        got: `${depth}`,
        expected: "a whole number from 0 on",
      });
    }
    return { shape: withDepth(inputs[0]?.shape ?? [], depth, axis), dtype: "float" };
  },
  scalar: ([indices], { axis }, position) => indices.equal(position.coordinate(axis)).select(1, 0),
  vjp: {},
  logarithm: (node) => select(notEqual(node, 0), 0, Number.NEGATIVE_INFINITY),
  isProbability: () => true,
  samples,
});

const withDepth = (shape: Shape, depth: number, axis: number) => shape.map((size, at) => (at === axis ? depth : size));

/**
 * Class numbers as floats that are 1 at the class's place along a new axis and 0 elsewhere; a class number outside of
 * 0 to `depth - 1` gives zeros only.
 *
 * @param indices int32 of any shape.
 * @param depth number of classes, the size of the new axis.
 * @param axis where the new axis stands in the result; the last by default.
 */
export const oneHot: Op<(indices: Tensor, depth: number, axis?: number) => Tensor> = withArguments(
  raw,
  (indices: Tensor, depth: number, axis = -1) =>
    raw(expandDims(indices, axis), { depth, axis: normalizeAxis(axis, indices.rank + 1) }),
);

function samples(random: Random): readonly Sample[] {
  return [
    { title: "rows", inputs: [integerArray(random, [4, 1], 0, 3)], attributes: { depth: 3, axis: 1 } },
    {
      title: "outside of the classes",
      inputs: [integerArray(random, [9, 1], -3, 6)],
      attributes: { depth: 3, axis: 1 },
    },
    { title: "first axis", inputs: [integerArray(random, [1, 5], 0, 4)], attributes: { depth: 4, axis: 0 } },
    { title: "middle axis", inputs: [integerArray(random, [5, 1, 7], 0, 3)], attributes: { depth: 3, axis: 1 } },
    { title: "no classes", inputs: [integerArray(random, [5, 1], 0, 3)], attributes: { depth: 0, axis: 1 } },
    { title: "empty", inputs: [integerArray(random, [0, 1], 0, 3)], attributes: { depth: 3, axis: 1 } },
    { title: "large", inputs: [integerArray(random, [301, 1], 0, 31)], attributes: { depth: 31, axis: 1 } },
  ];
}
