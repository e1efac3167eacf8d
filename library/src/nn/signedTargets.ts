// Targets of the hinge losses: 0 and 1 as -1 and 1.
import { cast, equal, logicalOr, min, multiply, select, subtract } from "../ops/index.ts";
import type { Tensor } from "../tensor/index.ts";

/** `2 y - 1` if all targets of the batch are 0 or 1, else the targets as they are; the rule of Keras. */
export function signedTargets(yTrue: Tensor): Tensor {
  const isBinary = cast(logicalOr(equal(yTrue, 0), equal(yTrue, 1)), "float");
  return select(equal(min(isBinary), 1), subtract(multiply(yTrue, 2), 1), yTrue);
}
