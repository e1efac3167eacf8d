// rprop: a step size for each parameter, which grows while the sign of the gradient stays and shrinks when it changes.

import { decimal, optional } from "../../nn/index.ts";
import { clip, greater, less, multiply, select, sign, subtract } from "../../ops/index.ts";
import { ConfigError } from "../../tensor/index.ts";
import { learningRateField } from "../learningRateField.ts";
import { defineOptimizer } from "../optimizer.ts";
import { rateOf } from "../schedule.ts";

const positive = (description: string) => decimal({ minimum: 0, exclusive: "minimum", description });

/**
 * Rprop (Riedmiller and Braun, 1993) as PyTorch defines it, for full batches: where the gradient has the sign that it had
 * in the last step, the parameter's step size is multiplied by `etaPlus`; where it has the other one, by `etaMinus`, and
 * the parameter stays. Only the first value of `learningRate` counts: it is the size of the first steps.
 *
 * @throws {ConfigError} when the smallest step size is larger than the largest one.
 *
 * @example
 * ```ts
 * import { rprop } from "chainrule";
 * console.log(rprop().config.etaPlus); // 1.2
 * ```
 */
export const rprop = defineOptimizer({
  name: "rprop",
  description: "A step size for each parameter, which grows while the sign of the gradient stays",
  config: {
    learningRate: optional(learningRateField("Size of the first steps"), 0.01),
    etaMinus: optional(
      decimal({ minimum: 0, maximum: 1, exclusive: "both", description: "Factor where the sign changes" }),
      0.5,
    ),
    etaPlus: optional(decimal({ minimum: 1, exclusive: "minimum", description: "Factor where the sign stays" }), 1.2),
    minimumStepSize: optional(positive("The smallest step size"), 1e-6),
    maximumStepSize: optional(positive("The largest step size"), 50),
  },
  check: ({ minimumStepSize, maximumStepSize }) => {
    if (minimumStepSize <= maximumStepSize) return;
    throw new ConfigError("minimumStepSize", {
      where: "rprop",
      got: `${minimumStepSize}`,
      expected: `at most maximumStepSize, ${maximumStepSize}`,
    });
  },
  slots: ({ learningRate }) => ({
    stepSize: { initial: rateOf(learningRate, 0) },
    previousSign: { initial: 0 },
  }),
  step: ({ parameters, gradient, slots }, { etaMinus, etaPlus, minimumStepSize, maximumStepSize }) => {
    const now = sign(gradient);
    const agreement = multiply(now, slots.previousSign);
    const factor = select(greater(agreement, 0), etaPlus, select(less(agreement, 0), etaMinus, 1));
    const stepSize = clip(multiply(slots.stepSize, factor), { minimum: minimumStepSize, maximum: maximumStepSize });
    // Where the sign has changed, the parameter stays, and the next step neither grows nor shrinks.
    const direction = select(less(agreement, 0), 0, now);
    return {
      parameters: subtract(parameters, multiply(direction, stepSize)),
      slots: { stepSize, previousSign: direction },
    };
  },
});
