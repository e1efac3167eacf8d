// broadcastTo: the same elements repeated along axes, without copying.
import {
  broadcastShapes,
  formatShape,
  type Shape,
  ShapeError,
  type Spec,
  sameShape,
  type Tensor,
} from "../tensor/index.ts";
import { defineOp, type Op, type TensorLike, toTensor, withArguments } from "./defineOp.ts";
import { broadcastStrides } from "./elementwiseReference.ts";
import { movedLogarithms } from "./logarithmOf.ts";
import { randomArray } from "./samples.ts";
import { sumTo } from "./sumTo.ts";

type BroadcastAttributes = { readonly shape: Shape };

const raw = defineOp({
  name: "broadcastTo",
  operands: ["x"],
  notation: "{x}",
  infer: ([x], { shape }: BroadcastAttributes) => {
    const own = x?.shape ?? [];
    if (!sameShape(broadcastShapes([own, shape], ["x", "the shape"]), shape)) {
      throw new ShapeError(`cannot broadcast x ${formatShape(own)} to the smaller shape ${formatShape(shape)}`);
    }
    return { shape, dtype: x?.dtype ?? "float" };
  },
  view: (input, { shape }) => ({ offset: 0, shape, strides: broadcastStrides(input.shape, shape) }),
  vjp: { x: (g, { x }) => sumTo(g, x.shape) },
  simplify: ({ inputs: [x], shape }) => {
    if (x?.operation === broadcastTo.operation) return broadcastTo(x.input(0), shape);
    return x !== undefined && sameShape(x.shape, shape) ? x : undefined;
  },
  ...movedLogarithms,
  samples: (random) =>
    (
      [
        ["rows", [3], [2, 3]],
        ["columns", [2, 1], [2, 3]],
        ["a scalar", [], [5, 13]],
        ["between", [5, 1, 13], [3, 5, 7, 13]],
        ["empty", [1, 3], [0, 3]],
        ["large", [129], [67, 129]],
      ] as const
    ).map(([title, from, shape]) => ({ title, inputs: [randomArray(random, from)], attributes: { shape } })),
});

/**
 * The same elements repeated along new axes and along axes of size 1, by NumPy's rules. Copies nothing.
 *
 * @throws {ShapeError} when the shape does not fit.
 */
export const broadcastTo: Op<(x: TensorLike, shape: Shape) => Tensor> = withArguments(
  raw,
  (x: TensorLike, shape: Shape) => raw(toTensor(x), { shape }),
);

/** A value in the shape of another, into which it can be broadcast. */
export function broadcastLike(x: Tensor, { shape }: Pick<Spec, "shape">): Tensor {
  return sameShape(x.shape, shape) ? x : broadcastTo(x, shape);
}
