// reshape: the same elements in row-major order, with another shape.
import { formatShape, type Shape, ShapeError, sameShape, sizeOf, stridesOf, type Tensor } from "../tensor/index.ts";
import { defineOp, type Op, withArguments } from "./defineOp.ts";
import { movedLogarithms } from "./logarithmOf.ts";
import { randomArray } from "./samples.ts";

type ReshapeAttributes = { readonly shape: Shape };

const raw = defineOp({
  name: "reshape",
  operands: ["x"],
  notation: "reshape({x})",
  infer: ([x], { shape }: ReshapeAttributes) => {
    const own = x?.shape ?? [];
    if (sizeOf(own) !== sizeOf(shape) || shape.some((size) => size < 0)) throw misfit(own, shape);
    return { shape, dtype: x?.dtype ?? "float" };
  },
  view: (_input, { shape }) => ({ offset: 0, shape, strides: stridesOf(shape) }),
  vjp: { x: (g, { x }) => reshape(g, x.shape) },
  simplify: ({ inputs: [x], shape }) => {
    if (x?.operation === reshape.operation) return reshape(x.input(0), shape);
    return x !== undefined && sameShape(x.shape, shape) ? x : undefined;
  },
  ...movedLogarithms,
  samples: (random) => [
    { title: "ordinary", inputs: [randomArray(random, [2, 6])], attributes: { shape: [3, 4] } },
    { title: "flattened", inputs: [randomArray(random, [5, 13])], attributes: { shape: [65] } },
    { title: "a scalar", inputs: [randomArray(random, [])], attributes: { shape: [1, 1] } },
    { title: "empty", inputs: [randomArray(random, [0, 3])], attributes: { shape: [5, 0] } },
    { title: "large", inputs: [randomArray(random, [67, 129])], attributes: { shape: [129, 67] } },
  ],
});

function misfit(own: Shape, shape: Shape): ShapeError {
  return new ShapeError(`cannot reshape x ${formatShape(own)} to ${formatShape(shape)}`, {
    got: `${sizeOf(own)} elements`,
    expected: `${sizeOf(shape)}`,
  });
}

/** One size may be -1: as many as are left. */
function resolve(own: Shape, shape: Shape): Shape {
  const free = shape.indexOf(-1);
  if (free < 0) return shape;
  const others = sizeOf(shape.filter((_, axis) => axis !== free));
  const rest = sizeOf(own) / others;
  if (!Number.isInteger(rest) || others < 0) throw misfit(own, shape);
  return shape.map((size, axis) => (axis === free ? rest : size));
}

/**
 * The same elements in row-major order with another shape; one size may be -1, which stands for what is left.
 *
 * @throws {ShapeError} when the number of elements differs.
 */
export const reshape: Op<(x: Tensor, shape: Shape) => Tensor> = withArguments(raw, (x: Tensor, shape: Shape) =>
  raw(x, { shape: resolve(x.shape, shape) }),
);
