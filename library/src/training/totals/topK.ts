// Whether the right class is among the best predictions of a row.
import { optional, wholeNumber } from "../../nn/index.ts";
import { cast, equal, greater, less, logicalAnd, oneHot, select, sum } from "../../ops/index.ts";
import type { Tensor } from "../../tensor/index.ts";
import { classLabels } from "./decisions.ts";

/** How many of the largest predictions count; Keras's default. */
export const kField = optional(
  wholeNumber({ minimum: 1, description: "How many of the largest predictions count" }),
  5,
);

/**
 * 1 for the rows whose right class is among their `k` largest predictions: where fewer than `k` are greater than that
 * of the right class. So of equal predictions all are among them, and one that is NaN never is.
 */
export function topKHits(yTrue: Tensor, yPredicted: Tensor, k: number): Tensor {
  const isTarget = greater(oneHot(classLabels(yTrue), yPredicted.shape.at(-1) ?? 0), 0);
  const own = sum(select(isTarget, yPredicted, 0), { axes: -1, keepDims: true });
  const ahead = sum(cast(greater(yPredicted, own), "float"), { axes: -1, keepDims: true });
  const isHit = logicalAnd(less(ahead, k), equal(own, own));
  return sum(cast(isHit, "float"), { axes: -1 });
}
