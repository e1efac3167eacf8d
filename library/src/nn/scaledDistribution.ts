// Random values whose variance is scaled by the numbers of inputs and outputs, as most initializers do.
import type { Shape, Tensor } from "../tensor/index.ts";
import { fans, type RandomSource } from "./initializer.ts";
import { scaledTruncatedNormal } from "./truncatedDistribution.ts";

/** What the variance is divided by: the number of inputs, of outputs, or the mean of both. */
export type FanMode = "fanIn" | "fanOut" | "fanAverage";

/** Which distribution has that variance; a truncated normal one is cut at two deviations and has it after the cut. */
export type ScaledDistribution = "truncatedNormal" | "untruncatedNormal" | "uniform";

/** What scales the values, and how they are distributed. */
export interface Scaling {
  readonly scale: number;
  readonly mode: FanMode;
  readonly distribution: ScaledDistribution;
}

function fanOf(shape: Shape, mode: FanMode): number {
  const { fanIn, fanOut } = fans(shape);
  if (mode === "fanAverage") return (fanIn + fanOut) / 2;
  return mode === "fanIn" ? fanIn : fanOut;
}

/** Random values of mean 0 and variance `scale / fan`; a fan below 1 counts as 1. */
export function scaledValues(shape: Shape, random: RandomSource, { scale, mode, distribution }: Scaling): Tensor {
  const variance = scale / Math.max(1, fanOf(shape, mode));
  if (distribution === "truncatedNormal") return scaledTruncatedNormal(shape, random, Math.sqrt(variance));
  if (distribution === "untruncatedNormal") return random.normal(shape, 0, Math.sqrt(variance));
  const limit = Math.sqrt((3 * scale) / Math.max(1, fanOf(shape, mode)));
  return random.uniform(shape, -limit, limit);
}
