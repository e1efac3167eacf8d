// klDivergence: sum(y log(y / p)).
import { clip, log, logSoftmax, multiply, subtract, sum } from "../../ops/index.ts";
import type { Tensor } from "../../tensor/index.ts";
import { fromLogits, probabilityEpsilon } from "../crossentropy.ts";
import { defineLoss, probabilitiesAsOutput } from "../loss.ts";

const clipped = (p: Tensor): Tensor => clip(p, { minimum: probabilityEpsilon, maximum: 1 });

/**
 * `sum(y log(y / p))` over the last axis: how far the predicted distribution is from the target's. As in Keras both are
 * clipped to [1e-7, 1], unless the model ends with a softmax: then, and with `fromLogits`, the logarithm of `p` is
 * computed from the scores and never saturates.
 */
export const klDivergence = defineLoss({
  name: "klDivergence",
  description: "Kullback-Leibler divergence of the predicted distribution from the target's",
  config: { fromLogits },
  logits: "softmax",
  targets: (outputShape) => [probabilitiesAsOutput(outputShape)],
  call: (yTrue, yPredicted, { fromLogits: isLogits }) => {
    const y = clipped(yTrue);
    const logP = isLogits ? logSoftmax(yPredicted) : log(clipped(yPredicted));
    return sum(multiply(y, subtract(log(y), logP)), { axes: -1 });
  },
});
