// Vectors of a weight brought to other lengths, as constraints do.
import { add, divide, multiply, sqrt, square, sum } from "../ops/index.ts";
import type { Tensor } from "../tensor/index.ts";

/** Keras' epsilon, so that a vector of zeros stays one. */
const epsilon = 1e-7;

/**
 * The weight with its vectors along some axes brought to the lengths that `wanted` makes of theirs:
 * `w * wanted(norms) / (1e-7 + norms)`, as in Keras.
 *
 * @param axes the axes along which the elements of one vector lie: 0 for the weights that lead to one unit.
 */
export function withNorms(weight: Tensor, axes: number | readonly number[], wanted: (norms: Tensor) => Tensor): Tensor {
  const norms = sqrt(sum(square(weight), { axes, keepDims: true }));
  return multiply(weight, divide(wanted(norms), add(norms, epsilon)));
}
