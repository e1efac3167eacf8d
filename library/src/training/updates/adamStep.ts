// The step of Adam and AdamW, with its variants.
import { add, divide, maximum, multiply, sqrt, subtract } from "../../ops/index.ts";
import type { Tensor } from "../../tensor/index.ts";
import type { OptimizerResult, RuleInputs } from "../optimizer.ts";
import { movingAverage, squareOf } from "./averages.ts";
import { averagedShare } from "./biasCorrection.ts";

/** What Adam keeps. */
export interface AdamSlots {
  readonly mean: Tensor;
  readonly variance: Tensor;
  readonly largestVariance: Tensor | undefined;
}

/** The slots' definitions. */
export function adamSlots({ amsgrad }: { readonly amsgrad: boolean }) {
  return {
    mean: { initial: 0 },
    variance: { initial: 0 },
    largestVariance: amsgrad ? { initial: 0 } : undefined,
  };
}

/** Options of the step. */
export interface AdamConfig {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly rule: "keras" | "pytorch" | "scikitLearn";
}

/**
 * `m` and `v` are averages of the gradient and of its square (with AMSGrad the largest `v` so far), and
 * `w -= learningRate * sqrt(1 - beta2^t) / (1 - beta1^t) * m / (sqrt(v) + epsilon)`. PyTorch corrects `v` before it adds
 * epsilon: the same with `epsilon * sqrt(1 - beta2^t)`.
 */
export function adamStep(
  { parameters, gradient, slots, learningRate, iteration }: RuleInputs<AdamSlots>,
  { beta1, beta2, epsilon, rule }: AdamConfig,
): OptimizerResult<AdamSlots> {
  const mean = movingAverage(slots.mean, gradient, beta1);
  const variance = movingAverage(slots.variance, squareOf(gradient), beta2);
  const largestVariance = slots.largestVariance && maximum(slots.largestVariance, variance);
  const share = sqrt(averagedShare(beta2, iteration));
  const rate = multiply(learningRate, divide(share, averagedShare(beta1, iteration)));
  const denominator = add(sqrt(largestVariance ?? variance), rule === "pytorch" ? multiply(share, epsilon) : epsilon);
  const step = divide(multiply(mean, rate), denominator);
  return { parameters: subtract(parameters, step), slots: { mean, variance, largestVariance } };
}
