// matmul: the matrix product of the last two axes, over stacks of matrices.
import {
  broadcastShapes,
  formatShape,
  NdArray,
  type Random,
  type Sample,
  type Shape,
  ShapeError,
  sizeOf,
} from "../tensor/index.ts";
import { type Binary, defineOp } from "./defineOp.ts";
import { checkDtypes } from "./elementwiseInfer.ts";
import { broadcastStrides, forEachPosition } from "./elementwiseReference.ts";
import { operandAt } from "./operandAt.ts";
import { reshape } from "./reshape.ts";
import { randomArray } from "./samples.ts";
import { sumTo } from "./sumTo.ts";
import { transposeMatrices } from "./transpose.ts";

/**
 * The matrix product of `a [..., m, k]` and `b [..., k, n]`, which is `[..., m, n]`; leading axes are broadcast, as in
 * NumPy. To multiply by a transposed matrix, transpose the operand: that copies nothing.
 *
 * @throws {ShapeError} when an operand has fewer than two axes, or `k` differs.
 * @example
 * ```ts
 * import { ops, run } from "chainrule";
 * const a = ops.constant([[1, 2], [3, 4]]);
 * const { y } = await run({ y: ops.matmul(a, ops.transpose(a)) });
 * console.log(y.toNested()); // [[5, 11], [11, 25]]
 * ```
 */
export const matmul: Binary = defineOp({
  name: "matmul",
  operands: ["a", "b"],
  notation: { text: "{a} · {b}", precedence: 2 },
  infer: (inputs) => {
    checkDtypes("matmul", ["a", "b"], inputs, ["float", "float"]);
    return { shape: productShape(operandAt(inputs, 0).shape, operandAt(inputs, 1).shape), dtype: "float" };
  },
  reference: (inputs, { shape }) => multiplyMatrices(operandAt(inputs, 0), operandAt(inputs, 1), shape),
  vjp: {
    a: (g, { a, b }) => sumTo(matmul(g, transposeMatrices(b)), a.shape),
    b: (g, { a, b }) => sumTo(matmul(transposeMatrices(a), g), b.shape),
  },
  // A stack times one matrix is one product of all its rows; so is its derivative, which then needs no sum.
  simplify: (node) => {
    const [a, b] = [node.input(0), node.input(1)];
    if (a.rank === 2 || b.rank !== 2) return undefined;
    const rows = reshape(a, [sizeOf(a.shape.slice(0, -1)), ...a.shape.slice(-1)]);
    return reshape(matmul(rows, b), node.shape);
  },
  samples,
});

function productShape(a: Shape, b: Shape): Shape {
  const [m, k] = [a.at(-2), a.at(-1)];
  const [inner, n] = [b.at(-2), b.at(-1)];
  if (m === undefined || k === undefined || inner === undefined || n === undefined) {
    throw new ShapeError("matmul takes matrices", {
      got: `a ${formatShape(a)} and b ${formatShape(b)}`,
      expected: "at least two axes each",
      fix: "Add an axis of size 1 with expandDims",
    });
  }
  if (k !== inner) {
    throw new ShapeError(
      `cannot multiply a ${formatShape(a)} by b ${formatShape(b)}: ` +
        `a has ${k} columns (dimension ${a.length - 1}) and b has ${inner} rows (dimension ${b.length - 2})`,
    );
  }
  return [...broadcastShapes([a.slice(0, -2), b.slice(0, -2)], ["the stack a", "the stack b"]), m, n];
}

function multiplyMatrices(a: NdArray, b: NdArray, shape: Shape): NdArray {
  const [m, n, k] = [shape.at(-2) ?? 0, shape.at(-1) ?? 0, a.shape.at(-1) ?? 0];
  const batch = shape.slice(0, -2);
  const offsets = [a, b].map((array) => matrixOffsets(array.shape, batch));
  const data = new Float64Array(sizeOf(shape));
  for (let matrix = 0; matrix < sizeOf(batch); matrix += 1) {
    const [fromA, fromB] = [offsets[0]?.[matrix] ?? 0, offsets[1]?.[matrix] ?? 0];
    for (let row = 0; row < m; row += 1) {
      for (let column = 0; column < n; column += 1) {
        let sum = 0;
        for (let inner = 0; inner < k; inner += 1) {
          sum += (a.data[fromA + row * k + inner] ?? 0) * (b.data[fromB + inner * n + column] ?? 0);
        }
        data[(matrix * m + row) * n + column] = sum;
      }
    }
  }
  return new NdArray(data, shape);
}

/** Where each matrix of a stack begins when the stack is broadcast. */
function matrixOffsets(shape: Shape, batch: Shape): number[] {
  const matrix = sizeOf(shape.slice(-2));
  const strides = broadcastStrides(shape.slice(0, -2), batch).map((stride) => stride * matrix);
  const offsets: number[] = [];
  forEachPosition(batch, (position) => {
    offsets.push(strides.reduce((sum, stride, axis) => sum + stride * (position[axis] ?? 0), 0));
  });
  return offsets;
}

function samples(random: Random): readonly Sample[] {
  const cases: readonly [string, Shape, Shape][] = [
    ["ordinary", [2, 3], [3, 4]],
    ["a row times a matrix", [1, 5], [5, 7]],
    ["a matrix times a column", [7, 5], [5, 1]],
    ["a row times a column", [1, 9], [9, 1]],
    ["a column times a row", [5, 1], [1, 3]],
    ["odd sizes", [5, 13], [13, 7]],
    ["a stack", [3, 2, 5], [3, 5, 4]],
    ["a stack times one matrix", [3, 2, 5], [5, 4]],
    ["one matrix times a stack", [2, 5], [3, 5, 4]],
    ["stacks are broadcast", [3, 1, 2, 5], [2, 5, 4]],
    ["nothing to sum", [2, 0], [0, 3]],
    ["empty", [0, 3], [3, 4]],
    ["large", [67, 129], [129, 35]],
    ["large, whole tiles", [64, 64], [64, 128]],
  ];
  return cases.map(([title, a, b]) => ({ title, inputs: [randomArray(random, a), randomArray(random, b)] }));
}
