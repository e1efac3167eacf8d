// bernoulli: random truth values.
import type { Tensor } from "../tensor/index.ts";
import { less } from "./less.ts";
import { type RandomOptions, randomUniform } from "./randomUniform.ts";

/** Options of {@link bernoulli}. */
export interface BernoulliOptions extends RandomOptions {
  /** Of each element being true, from 0 to 1. */
  readonly probability: number;
}

/** Random truth values, each true with the given probability. Seed and step are as in {@link randomUniform}. */
export function bernoulli(seed: Tensor, step: Tensor, { probability, ...options }: BernoulliOptions): Tensor {
  return less(randomUniform(seed, step, options), probability);
}
