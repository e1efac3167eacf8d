// What operations give, written out: movements, reductions, comparisons, conversions and their conventions.
import { describe, expect, test } from "vitest";
import { gradients } from "../../src/graph/index.ts";
import {
  abs,
  add,
  argmax,
  broadcastTo,
  cast,
  clip,
  concatenate,
  constant,
  divide,
  equal,
  expandDims,
  floor,
  flushDenormals,
  gather,
  greater,
  greaterOrEqual,
  iota,
  leakyRelu,
  less,
  lessOrEqual,
  logicalAnd,
  logicalNot,
  logicalOr,
  logSumExp,
  matmul,
  max,
  maximum,
  mean,
  min,
  minimum,
  multiply,
  notEqual,
  oneHot,
  pad,
  pow,
  relu,
  reshape,
  round,
  scatterAdd,
  select,
  sigmoid,
  sign,
  slice,
  sliceAxis,
  softmax,
  square,
  squeeze,
  stack,
  stopGradient,
  subtract,
  sum,
  sumTo,
  transpose,
  transposeMatrices,
} from "../../src/ops/index.ts";
import type { NestedNumbers, Tensor } from "../../src/tensor/index.ts";
import { evaluate } from "./interpret.ts";

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;
const integers = (values: NestedNumbers) => constant(values, { dtype: "int32" });
const bools = (values: NestedNumbers) => constant(values, { dtype: "bool" });
const nested = (root: Tensor) => evaluate(root).toNested();

type Table = readonly (readonly [title: string, root: Tensor, expected: NestedNumbers])[];
const matrix = constant([
  [1, 2, 3],
  [4, 5, 6],
]);

function promise(title: string, table: Table): void {
  describe(title, () => {
    test.each(table)("%s", (_title, root, expected) => expect(nested(root)).toEqual(expected));
  });
}

promise("movements", [
  [
    "transpose reverses the axes",
    transpose(matrix),
    [
      [1, 4],
      [2, 5],
      [3, 6],
    ],
  ],
  [
    "transpose puts axis permutation[i] at i",
    reshape(transpose(reshape(matrix, [1, 2, 3]), [2, 0, 1]), [6]),
    [1, 4, 2, 5, 3, 6],
  ],
  [
    "transpose takes negative axes",
    transpose(matrix, [-1, 0]),
    [
      [1, 4],
      [2, 5],
      [3, 6],
    ],
  ],
  [
    "transposeMatrices keeps leading axes",
    transposeMatrices(constant([[[1, 2]], [[3, 4]]])),
    [
      [[1], [2]],
      [[3], [4]],
    ],
  ],
  [
    "reshape reads row by row",
    reshape(matrix, [3, 2]),
    [
      [1, 2],
      [3, 4],
      [5, 6],
    ],
  ],
  [
    "reshape finds the size -1",
    reshape(matrix, [-1, 2]),
    [
      [1, 2],
      [3, 4],
      [5, 6],
    ],
  ],
  ["expandDims adds an axis", expandDims(constant([1, 2]), -1), [[1], [2]]],
  ["squeeze removes axes of size 1", squeeze(constant([[[1], [2]]])), [1, 2]],
  ["squeeze removes only the axes named", squeeze(constant([[[1], [2]]]), 0), [[1], [2]]],
  [
    "broadcastTo repeats rows",
    broadcastTo(constant([1, 2]), [2, 2]),
    [
      [1, 2],
      [1, 2],
    ],
  ],
  ["sumTo undoes it", sumTo(matrix, [1, 3]), [[5, 7, 9]]],
  [
    "slice takes a part",
    slice(matrix, { start: [0, 1], size: [2, 2] }),
    [
      [2, 3],
      [5, 6],
    ],
  ],
  ["slice counts from the end, and takes the rest", slice(matrix, { start: [-1] }), [[4, 5, 6]]],
  [
    "slice takes every second",
    slice(matrix, { start: [0, 0], step: [1, 2] }),
    [
      [1, 3],
      [4, 6],
    ],
  ],
  ["sliceAxis takes a part of one axis", sliceAxis(matrix, -1, 1, 1), [[2], [5]]],
  [
    "pad surrounds and separates",
    pad(constant([1, 2]), { low: [1], high: [2], interior: [1], value: 9 }),
    [9, 1, 9, 2, 9, 9],
  ],
  [
    "concatenate joins along an axis",
    concatenate([matrix, constant([[7], [8]])], 1),
    [
      [1, 2, 3, 7],
      [4, 5, 6, 8],
    ],
  ],
  [
    "stack joins along a new axis",
    stack([constant([1, 2]), constant([3, 4])], 1),
    [
      [1, 3],
      [2, 4],
    ],
  ],
]);

promise("reductions", [
  ["sum over all axes", sum(matrix), 21],
  ["sum over rows", sum(matrix, { axes: 0 }), [5, 7, 9]],
  ["sum keeps axes", sum(matrix, { axes: -1, keepDims: true }), [[6], [15]]],
  [
    "sum over no axes",
    sum(matrix, { axes: [] }),
    [
      [1, 2, 3],
      [4, 5, 6],
    ],
  ],
  ["sum of nothing is 0", sum(constant([[], []]), { axes: 1 }), [0, 0]],
  ["mean", mean(matrix, { axes: 1 }), [2, 5]],
  ["mean of nothing is NaN", mean(constant([])), nan],
  ["max", max(matrix, { axes: 0 }), [4, 5, 6]],
  ["max of nothing is -Infinity", max(constant([])), -infinity],
  ["max with NaN is NaN", max(constant([1, nan, 3])), nan],
  ["min", min(matrix, { axes: [0, 1] }), 1],
  ["min of nothing is Infinity", min(constant([])), infinity],
  [
    "argmax gives the first of several",
    argmax(
      constant([
        [1, 3, 3],
        [5, 2, 5],
      ]),
    ),
    [1, 0],
  ],
  ["argmax gives the first NaN", argmax(constant([1, nan, 3, nan])), 1],
  ["argmax along another axis", argmax(matrix, { axis: 0, keepDims: true }), [[1, 1, 1]]],
  ["logSumExp of large numbers", logSumExp(constant([1000, 1000])), 1000 + Math.log(2)],
  ["logSumExp of nothing but -Infinity", logSumExp(constant([-infinity, -infinity])), -infinity],
  ["softmax of large numbers", softmax(constant([1000, 1000])), [0.5, 0.5]],
]);

promise("elementwise", [
  ["add wraps int32", add(integers([2 ** 31 - 1]), 1), [-(2 ** 31)]],
  ["subtract takes int32", subtract(integers([1, 2]), integers(3)), [-2, -1]],
  ["multiply takes int32", multiply(integers([65536, -3]), integers([65536, 5])), [0, -15]],
  ["divide", divide(constant([1, -1, 0]), 0), [infinity, -infinity, nan]],
  ["equal", equal(constant([1, nan, 0]), constant([1, nan, -0])), [1, 0, 1]],
  ["notEqual", notEqual(constant([1, nan, 0]), constant([1, nan, -0])), [0, 1, 0]],
  ["less", less(integers([1, 2, 3]), 2), [1, 0, 0]],
  ["lessOrEqual", lessOrEqual(constant([1, 2, nan]), 2), [1, 1, 0]],
  ["greater", greater(integers([1, 2, 3]), 2), [0, 0, 1]],
  ["greaterOrEqual", greaterOrEqual(constant([1, 2, nan]), 2), [0, 1, 0]],
  ["logicalAnd", logicalAnd(bools([0, 0, 1, 1]), bools([0, 1, 0, 1])), [0, 0, 0, 1]],
  ["logicalOr", logicalOr(bools([0, 0, 1, 1]), bools([0, 1, 0, 1])), [0, 1, 1, 1]],
  ["logicalNot", logicalNot(bools([0, 1])), [1, 0]],
  ["select chooses, NaN beside it or not", select(bools([1, 0]), constant([1, nan]), constant([nan, 2])), [1, 2]],
  ["select chooses between int32", select(bools([1, 0]), integers([1, 2]), 9), [1, 9]],
  ["round goes to even at ties", round(constant([0.5, 1.5, 2.5, -0.5, -1.5])), [0, 2, 2, -0, -2]],
  ["floor", floor(constant([1.5, -1.5])), [1, -2]],
  ["sign", sign(constant([-3, 0, 2, nan])), [-1, 0, 1, nan]],
  ["minimum keeps NaN", minimum(constant([1, nan, 3]), constant([2, 2, nan])), [1, nan, nan]],
  ["maximum takes int32", maximum(integers([1, 5]), integers([3, 2])), [3, 5]],
  ["pow", pow(constant([2, -2, 0, 4]), constant([10, 3, 0, 0.5])), [1024, -8, 1, 2]],
  ["clip", clip(constant([-1, 0.25, 7, nan]), { minimum: 0, maximum: 1 }), [0, 0.25, 1, nan]],
  ["clip on one side", clip(constant([-1, 7]), { maximum: 0 }), [-1, 0]],
  ["cast to int32 truncates and saturates", cast(constant([1.9, -1.9, 1e10, nan]), "int32"), [1, -1, 2 ** 31 - 1, 0]],
  ["cast to bool", cast(constant([0, -0, 0.5, nan]), "bool"), [0, 0, 1, 1]],
  ["cast to float", cast(bools([1, 0]), "float"), [1, 0]],
  ["flushDenormals", flushDenormals(constant([1e-40, -1e-40, 2 ** -126, 1])), [0, 0, 2 ** -126, 1]],
  ["relu keeps NaN", relu(constant([-1, 0, 2, nan])), [0, 0, 2, nan]],
  ["leakyRelu's slope is 0.2", leakyRelu(constant([-1, 2])), [-0.2, 2]],
  ["sigmoid at the ends", sigmoid(constant([-1000, 0, 1000])), [0, 0.5, 1]],
]);

promise("picking", [
  [
    "iota counts along the last axis",
    iota({ shape: [2, 3] }),
    [
      [0, 1, 2],
      [0, 1, 2],
    ],
  ],
  [
    "iota counts along the first axis",
    iota({ shape: [2, 2], axis: 0 }),
    [
      [0, 0],
      [1, 1],
    ],
  ],
  [
    "oneHot",
    oneHot(integers([2, 0, 3, -1]), 3),
    [
      [0, 0, 1],
      [1, 0, 0],
      [0, 0, 0],
      [0, 0, 0],
    ],
  ],
  [
    "oneHot with the classes first",
    oneHot(integers([1, 0]), 2, 0),
    [
      [0, 1],
      [1, 0],
    ],
  ],
  [
    "gather rows",
    gather(matrix, integers([1, 1, 0])),
    [
      [4, 5, 6],
      [4, 5, 6],
      [1, 2, 3],
    ],
  ],
  [
    "gather replaces the axis by those of the indices",
    gather(matrix, integers([[2], [0]]), { axis: 1 }),
    [
      [[3], [1]],
      [[6], [4]],
    ],
  ],
  ["gather outside is NaN", gather(constant([1, 2]), integers([-1, 1, 2])), [nan, 2, nan]],
  ["gather outside is 0 for int32", gather(integers([1, 2]), integers([-1, 1, 2])), [0, 2, 0]],
  ["scatterAdd sums what meets", scatterAdd(constant([1, 2, 4, 8]), integers([0, 2, 0, 5]), { size: 3 }), [5, 0, 2]],
  [
    "matmul",
    matmul(matrix, transpose(matrix)),
    [
      [14, 32],
      [32, 77],
    ],
  ],
  ["matmul broadcasts stacks", matmul(constant([[[1, 2]], [[3, 4]]]), constant([[1], [10]])), [[[21]], [[43]]]],
]);

const x = constant([-1, 0, 1]);
const missing = constant([nan, nan, nan]);
const tied = constant([3, 1, 3]);
const exponents = constant([2, 3, 0]);
const slope = (root: Tensor, by: Tensor = x) => gradients(sum(root), [by])[0] ?? root;

promise("derivatives at kinks", [
  ["abs: 0 at 0", slope(abs(x)), [-1, 0, 1]],
  ["relu: 0 at 0", slope(relu(x)), [0, 0, 1]],
  ["leakyRelu: 1 at 0", slope(leakyRelu(x)), [0.2, 1, 1]],
  ["clip: 1 at the bounds, 0 beyond", slope(clip(x, { minimum: 0, maximum: 0.5 })), [0, 1, 0]],
  ["maximum: half each at ties", slope(maximum(x, 0)), [0, 0.5, 1]],
  ["minimum: half each at ties", slope(minimum(x, constant([0, 0, 0]))), [1, 0.5, 0]],
  ["max: equal parts for ties", slope(max(tied), tied), [0.5, 0, 0.5]],
  ["round, floor, sign: 0", slope(add(add(round(x), floor(x)), sign(x))), [0, 0, 0]],
  ["stopGradient: 0", slope(multiply(stopGradient(square(x)), x)), [1, 0, 1]],
  ["select: 0 for what is not chosen, though it is NaN", slope(select(greater(x, 0), x, missing), missing), [1, 1, 0]],
  ["pow: 0 by the exponent where the base is 0", slope(pow(constant([0, 1, 0]), exponents), exponents), [0, 0, 0]],
  ["pow: 0 by the base where the exponent is 0", slope(pow(x, 0)), [-0, 0, 0]],
]);
