// The derivative of max and min over axes.
import type { Tensor } from "../tensor/index.ts";
import { cast } from "./cast.ts";
import { divide } from "./divide.ts";
import { equal } from "./equal.ts";
import { multiply } from "./multiply.ts";
import { keep } from "./reduction.ts";
import { sum } from "./sum.ts";

/** The gradient of the extremes, in equal parts for those elements of `x` that are equal to them. */
export function shareAmongTies(g: Tensor, x: Tensor, extremes: Tensor, axes: readonly number[]): Tensor {
  const chosen = cast(equal(x, keep(extremes, x, axes)), "float");
  return multiply(divide(keep(g, x, axes), sum(chosen, { axes, keepDims: true })), chosen);
}
