// cosineDecayRestarts: the rate falls along half a cosine again and again.
import { decimal, optional } from "../../nn/index.ts";
import { defineSchedule } from "../schedule.ts";
import { alphaField, cosineFall, decayStepsField, initialRateField } from "../scheduleFields.ts";

/** What a quotient of logarithms may lack of the whole number that it stands for: log(1000) / log(10) is less than 3. */
const rounding = 1e-9;

/** How often the rate has begun again, and the share of the current fall that is over. */
function restarts(completed: number, tMul: number): { readonly count: number; readonly share: number } {
  if (tMul === 1) return { count: Math.floor(completed), share: completed - Math.floor(completed) };
  // Falls of 1, tMul, tMul^2, ... first falls: together (1 - tMul^count) / (1 - tMul).
  const count = Math.floor(Math.log(1 - completed * (1 - tMul)) / Math.log(tMul) + rounding);
  const before = (1 - tMul ** count) / (1 - tMul);
  return { count, share: Math.max(0, completed - before) / tMul ** count };
}

/**
 * Falls along half a cosine, after each of which the rate begins again, as in Keras ("SGDR", Loshchilov and Hutter,
 * 2016): each fall takes `tMul` times as many steps as the one before, and begins at `mMul` times its rate.
 *
 * @example
 * ```ts
 * import { cosineDecayRestarts } from "chainrule";
 * const schedule = cosineDecayRestarts({ initialLearningRate: 0.1, firstDecaySteps: 10 });
 * console.log(schedule.rate(0), schedule.rate(10), schedule.rate(30)); // 0.1 0.1 0.1
 * ```
 */
export const cosineDecayRestarts = defineSchedule({
  name: "cosineDecayRestarts",
  description: "The rate falls along half a cosine again and again",
  config: {
    initialLearningRate: initialRateField(),
    firstDecaySteps: decayStepsField("Steps of the first fall"),
    tMul: optional(decimal({ minimum: 1, description: "How many times longer each fall is than the one before" }), 2),
    mMul: optional(decimal({ minimum: 0, description: "Factor of the rate at which each fall begins" }), 1),
    alpha: optional(alphaField(), 0),
  },
  rate: (iteration, { initialLearningRate, firstDecaySteps, tMul, mMul, alpha }) => {
    const { count, share } = restarts(iteration / firstDecaySteps, tMul);
    return initialLearningRate * cosineFall(share, alpha, mMul ** count);
  },
});
