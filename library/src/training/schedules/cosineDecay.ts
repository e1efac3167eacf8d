// cosineDecay: the rate falls along half a cosine, after a warm-up if wanted.
import { decimal, flag, optional, wholeNumber } from "../../nn/index.ts";
import { defineSchedule } from "../schedule.ts";
import { alphaField, cosineFall, decayStepsField, initialRateField } from "../scheduleFields.ts";

/**
 * From `initialLearningRate` down to `alpha` times it along half a cosine (Loshchilov and Hutter, 2016), as in Keras.
 * With `warmupTarget`, the rate first rises in a line from `initialLearningRate` to `warmupTarget` in `warmupSteps`
 * steps, and falls from there in the `decaySteps` steps that follow. With `cycle` it does not stay at its lowest but
 * rises and falls on along the cosine, as PyTorch's `CosineAnnealingLR`.
 *
 * @example
 * ```ts
 * import { cosineDecay } from "chainrule";
 * const schedule = cosineDecay({ initialLearningRate: 0, warmupTarget: 0.1, warmupSteps: 10, decaySteps: 90 });
 * console.log(schedule.rate(5), schedule.rate(10), schedule.rate(100)); // 0.05 0.1 0
 * ```
 */
export const cosineDecay = defineSchedule({
  name: "cosineDecay",
  description: "The rate falls along half a cosine, after a warm-up if wanted",
  config: {
    initialLearningRate: initialRateField(),
    decaySteps: decayStepsField("Steps in which the rate falls"),
    alpha: optional(alphaField(), 0),
    warmupTarget: optional(decimal({ minimum: 0, description: "The rate that the warm-up rises to" })),
    warmupSteps: optional(wholeNumber({ minimum: 0, description: "Steps in which the rate rises" }), 0),
    cycle: optional(flag("Whether the rate rises again after its lowest"), false),
  },
  rate: (iteration, { initialLearningRate, decaySteps, alpha, warmupTarget, warmupSteps, cycle }) => {
    const warmup = warmupTarget === undefined ? 0 : warmupSteps;
    const highest = warmupTarget ?? initialLearningRate;
    if (iteration < warmup) return initialLearningRate + (highest - initialLearningRate) * (iteration / warmup);
    const steps = iteration - warmup;
    return highest * cosineFall((cycle ? steps : Math.min(steps, decaySteps)) / decaySteps, alpha);
  },
});
