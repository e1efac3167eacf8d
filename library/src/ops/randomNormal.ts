// randomNormal: normal random numbers from uniform ones.
import type { Tensor } from "../tensor/index.ts";
import { cos } from "./cos.ts";
import { log } from "./log.ts";
import { multiply } from "./multiply.ts";
import { type RandomOptions, randomUniform } from "./randomUniform.ts";
import { sqrt } from "./sqrt.ts";
import { subtract } from "./subtract.ts";

/**
 * Random numbers of the normal distribution with mean 0 and standard deviation 1, by Box and Muller's transform of the
 * two words of each block of the generator: `sqrt(-2 log(1 - u)) cos(2π v)`. Seed and step are as in
 * {@link randomUniform}. The largest possible deviate is 5.8.
 */
export function randomNormal(seed: Tensor, step: Tensor, options: RandomOptions): Tensor {
  const u = randomUniform(seed, step, { ...options, word: 0 });
  const v = randomUniform(seed, step, { ...options, word: 1 });
  return multiply(sqrt(multiply(log(subtract(1, u)), -2)), cos(multiply(v, 2 * Math.PI)));
}
