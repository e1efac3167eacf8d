// cosineSimilarity: minus the cosine of the angle between target and prediction.
import { clip, divide, multiply, negate, sqrt, square, sum } from "../../ops/index.ts";
import type { Tensor } from "../../tensor/index.ts";
import { defineLoss } from "../loss.ts";

/** Keras's epsilon: shorter vectors are divided by it. */
const shortest = 1e-7;

/** Vectors along the last axis, divided by their length. */
function unitVector(x: Tensor): Tensor {
  const squares = sum(square(x), { axes: -1, keepDims: true });
  return divide(x, sqrt(clip(squares, { minimum: shortest ** 2 })));
}

/**
 * `-sum(y / |y| * p / |p|)` over the last axis: -1 where both point the same way, 1 where they point opposite ways, 0
 * where one of them is zero. Lengths below 1e-7 are taken for 1e-7, as in Keras; a prediction of exactly zero has a
 * derivative here (Keras's is NaN).
 */
export const cosineSimilarity = defineLoss({
  name: "cosineSimilarity",
  description: "Minus the cosine of the angle between target and prediction",
  call: (yTrue, yPredicted) => negate(sum(multiply(unitVector(yTrue), unitVector(yPredicted)), { axes: -1 })),
});
