// Weight decay: before the step, apart from the gradient (Keras, AdamW), or as a part of the gradient (PyTorch's L2).
import { add, multiply, subtract } from "../../ops/index.ts";
import type { Tensor } from "../../tensor/index.ts";
import type { CommonConfig } from "./commonOptions.ts";
import { inChosen, type Segment } from "./segments.ts";

/** Parameters and gradient as the rule receives them. */
export interface Decayed {
  readonly parameters: Tensor;
  readonly gradient: Tensor;
}

/** Decay of the parameters: `w -= weightDecay * learningRate * w`, or `g += weightDecay * w` where it is not decoupled. */
export function decayed(
  { parameters, gradient }: Decayed,
  learningRate: Tensor,
  segments: readonly Segment[],
  { weightDecay, excludeFromWeightDecay = [], decoupledWeightDecay }: CommonConfig,
): Decayed {
  if (weightDecay === undefined || weightDecay === 0) return { parameters, gradient };
  const isDecayed = ({ name }: Segment): boolean => !excludeFromWeightDecay.some((part) => name.includes(part));
  const decay = inChosen(multiply(parameters, weightDecay), segments, isDecayed);
  if (!decoupledWeightDecay) return { parameters, gradient: add(gradient, decay) };
  return { parameters: subtract(parameters, multiply(decay, learningRate)), gradient };
}
