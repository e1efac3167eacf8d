// The options that the cross-entropies share, and the margin that keeps probabilities away from 0 and 1.
import { clip } from "../../ops/index.ts";
import type { Tensor } from "../../tensor/index.ts";
import { decimal, flag, optional } from "../components/index.ts";

/** Keras's epsilon: probabilities are kept in [1e-7, 1 - 1e-7] before their logarithm is taken. */
const margin = 1e-7;

/** Probabilities kept away from 0 and 1, where their logarithm is infinite. */
export function clipProbabilities(probabilities: Tensor): Tensor {
  return clip(probabilities, { minimum: margin, maximum: 1 - margin });
}

export const fromLogits = optional(
  flag("Whether predictions are scores before the last sigmoid or softmax instead of probabilities"),
  false,
);

export const labelSmoothing = optional(
  decimal({ minimum: 0, maximum: 1, description: "Share of the target that is spread over all classes" }),
  0,
);
