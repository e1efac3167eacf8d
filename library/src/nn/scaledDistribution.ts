// Random values whose variance is scaled by the numbers of inputs and outputs, as most initializers do.
import type { Shape, Tensor } from "../tensor/index.ts";
import { fans, normalValues, type RandomSource } from "./initializer.ts";
import { scaledTruncatedNormal } from "./truncatedDistribution.ts";

/** What the variance is divided by: the number of inputs, of outputs, or the mean of both. */
export type FanMode = "fanIn" | "fanOut" | "fanAverage";

/** Which distribution has that variance; a truncated normal one is cut at two deviations and has it after the cut. */
export type ScaledDistribution = "truncatedNormal" | "untruncatedNormal" | "uniform";

/** What scales the values. */
export interface Scaling {
  readonly scale: number;
  readonly mode: FanMode;
}

function fanOf(shape: Shape, mode: FanMode): number {
  const { fanIn, fanOut } = fans(shape);
  if (mode === "fanAverage") return (fanIn + fanOut) / 2;
  return mode === "fanIn" ? fanIn : fanOut;
}

/** `scale / fan`; a fan below 1 counts as 1. */
function variance(shape: Shape, { scale, mode }: Scaling): number {
  return scale / Math.max(1, fanOf(shape, mode));
}

/** Uniform values of mean 0 and variance `scale / fan`. */
export function scaledUniform(shape: Shape, random: RandomSource, { scale, mode }: Scaling): Tensor {
  const limit = Math.sqrt((3 * scale) / Math.max(1, fanOf(shape, mode)));
  return random.uniform(shape, -limit, limit);
}

/** Values of a truncated normal distribution of mean 0 and, after the cut, variance `scale / fan`. */
export function scaledNormal(shape: Shape, random: RandomSource, scaling: Scaling): Tensor {
  return scaledTruncatedNormal(shape, random, Math.sqrt(variance(shape, scaling)));
}

/** Random values of mean 0 and variance `scale / fan`, by the name of their distribution. */
export function scaledValues(
  shape: Shape,
  random: RandomSource,
  { distribution, ...scaling }: Scaling & { readonly distribution: ScaledDistribution },
): Tensor {
  if (distribution === "truncatedNormal") return scaledNormal(shape, random, scaling);
  if (distribution === "untruncatedNormal") return normalValues(random, shape, 0, Math.sqrt(variance(shape, scaling)));
  return scaledUniform(shape, random, scaling);
}
