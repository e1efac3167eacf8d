// transpose: axes in another order.
import { normalizeAxis, ShapeError, stridesOf, type Tensor } from "../tensor/index.ts";
import { defineOp, type Op, withArguments } from "./defineOp.ts";
import { movedLogarithms } from "./logarithmOf.ts";
import { randomArray } from "./samples.ts";

type TransposeAttributes = { readonly permutation: readonly number[] };

const permuted = (values: readonly number[], permutation: readonly number[]) =>
  permutation.map((axis) => values[axis] ?? 0);

const raw = defineOp({
  name: "transpose",
  operands: ["x"],
  notation: { text: "{x}ᵀ", precedence: 3 },
  infer: ([x], { permutation }: TransposeAttributes) => {
    const shape = x?.shape ?? [];
    const distinct = new Set(permutation).size;
    if (permutation.length !== shape.length || distinct !== shape.length) {
      throw new ShapeError("transpose needs each axis once", {
        got: `axes ${permutation.join(", ")} of a value with ${shape.length} axes`,
        expected: `an order of 0 to ${shape.length - 1}`,
      });
    }
    return { shape: permuted(shape, permutation), dtype: x?.dtype ?? "float" };
  },
  view: ({ shape }, { permutation }) => ({
    offset: 0,
    shape: permuted(shape, permutation),
    strides: permuted(stridesOf(shape), permutation),
  }),
  vjp: { x: (g, _, { attributes: { permutation } }) => transpose(g, inverse(permutation)) },
  simplify: (node) => {
    const [x, permutation] = [node.input(0), permutationOf(node)];
    if (x.operation === transpose.operation) return transpose(x.input(0), permuted(permutationOf(x), permutation));
    return permutation.every((from, to) => from === to) ? x : undefined;
  },
  ...movedLogarithms,
  samples: (random) =>
    (
      [
        ["ordinary", [2, 3], [1, 0]],
        ["three axes", [2, 3, 5], [2, 0, 1]],
        ["odd sizes", [5, 1, 13], [1, 2, 0]],
        ["nothing moves", [2, 3], [0, 1]],
        ["a scalar", [], []],
        ["empty", [0, 3], [1, 0]],
        ["large", [67, 129], [1, 0]],
      ] as const
    ).map(([title, shape, permutation]) => ({
      title,
      inputs: [randomArray(random, shape)],
      attributes: { permutation },
    })),
});

function permutationOf({ attributes: { permutation } }: Tensor): readonly number[] {
  return Array.isArray(permutation) ? permutation : [];
}

const inverse = (permutation: readonly number[]) => permutation.map((_, axis) => permutation.indexOf(axis));

/**
 * The axes in another order: axis `i` of the result is axis `permutation[i]` of `x`. Copies nothing: products read
 * transposed operands where they stand.
 *
 * @param permutation by default the reverse order, as in NumPy.
 */
export const transpose: Op<(x: Tensor, permutation?: readonly number[]) => Tensor> = withArguments(
  raw,
  (x: Tensor, permutation: readonly number[] = x.shape.map((_, axis) => x.rank - 1 - axis)) =>
    raw(x, { permutation: permutation.map((axis) => normalizeAxis(axis, x.rank)) }),
);

/** The last two axes exchanged: each matrix of a stack transposed. */
export function transposeMatrices(x: Tensor): Tensor {
  const last = x.rank - 1;
  const order = x.shape.map((_, axis) => axis);
  return transpose(x, [...order.slice(0, -2), last, last - 1]);
}
