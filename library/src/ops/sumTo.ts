// sumTo: undoes broadcasting by summing what was repeated.
import { type Shape, sameShape, type Tensor } from "../tensor/index.ts";
import { reshape } from "./reshape.ts";
import { sum } from "./sum.ts";

/** The sum of `x` over the axes along which a value of `shape` was repeated to give the shape of `x`. */
export function sumTo(x: Tensor, shape: Shape): Tensor {
  if (sameShape(x.shape, shape)) return x;
  const added = x.rank - shape.length;
  const axes = x.shape.flatMap((size, axis) =>
    axis < added || (shape[axis - added] === 1 && size !== 1) ? [axis] : [],
  );
  return reshape(sum(x, { axes }), shape);
}
