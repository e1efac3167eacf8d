// moments: mean and variance over axes.
import { sizeOf, type Tensor } from "../tensor/index.ts";
import { mean } from "./mean.ts";
import type { ReductionOptions } from "./reduction.ts";
import { square } from "./square.ts";
import { subtract } from "./subtract.ts";

/** What {@link moments} gives; the reduced axes of mean and variance stay, with size 1. */
export interface Moments {
  readonly mean: Tensor;
  readonly variance: Tensor;
  /** `x - mean`. */
  readonly centered: Tensor;
  /** Number of elements behind each mean. */
  readonly count: number;
}

/**
 * Mean and biased variance (divided by the number of elements) over axes, in two passes: of the squares of `x - mean`,
 * since the difference of the mean square and the squared mean loses all digits where the mean is large.
 */
export function moments(x: Tensor, { axes }: Pick<ReductionOptions, "axes"> = {}): Moments {
  const center = mean(x, { axes, keepDims: true });
  const centered = subtract(x, center);
  const variance = mean(square(centered), { axes, keepDims: true });
  return { mean: center, variance, centered, count: sizeOf(x.shape) / Math.max(1, sizeOf(center.shape)) };
}
