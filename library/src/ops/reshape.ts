// reshape: the same elements in row-major order, with another shape.
import { formatShape, type Shape, ShapeError, sameShape, sizeOf, stridesOf, type Tensor } from "../tensor/index.ts";
import { checkedShape } from "./checkedShape.ts";
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
    if (sizeOf(own) !== sizeOf(checkedShape(shape))) throw misfit(own, shape);
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

const elements = (shape: Shape) => `${sizeOf(shape)} elements`;

function misfit(own: Shape, shape: Shape, got = elements(own), expected = `${sizeOf(shape)}`): ShapeError {
  return new ShapeError(`cannot reshape x ${formatShape(own)} to ${formatShape(shape)}`, { got, expected });
}

/** One size may be -1: as many as are left. */
function resolve(own: Shape, shape: Shape): Shape {
  const others = shape.filter((size) => size !== -1);
  if (others.length === shape.length) return shape;
  const rest = sizeOf(own) / sizeOf(others);
  if (others.length < shape.length - 1) throw misfit(own, shape, "several sizes of -1", "at most one");
  if (!Number.isInteger(rest)) throw misfit(own, shape, elements(own), `a multiple of ${sizeOf(others)}`);
  return shape.map((size) => (size === -1 ? rest : size));
}

/**
 * The same elements in row-major order with another shape; one size may be -1, which stands for what is left.
 *
 * @throws {ShapeError} when the number of elements differs.
 */
export const reshape: Op<(x: Tensor, shape: Shape) => Tensor> = withArguments(raw, (x: Tensor, shape: Shape) =>
  raw(x, { shape: resolve(x.shape, shape) }),
);
