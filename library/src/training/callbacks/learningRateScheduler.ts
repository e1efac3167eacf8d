// learningRateScheduler: sets the learning rate of each epoch by a function.
import { objectField } from "../../nn/index.ts";
import { ConfigError } from "../../tensor/index.ts";
import { defineCallback } from "../callback.ts";

/**
 * The rate of an epoch.
 *
 * @param epoch from 0. @param learningRate the rate of the epoch before.
 */
export type EpochSchedule = (epoch: number, learningRate: number) => number;

/**
 * Sets the learning rate of each epoch before it begins, as Keras's LearningRateScheduler.
 *
 * @throws {ConfigError} when the function gives what is no rate.
 *
 * @example
 * ```ts
 * import { dense, learningRateScheduler, sequential, sgd } from "chainrule";
 * const model = sequential([dense({ units: 1 })], { seed: 1 });
 * model.compile({ optimizer: sgd({ learningRate: 0.1 }), loss: "meanSquaredError" });
 * const rates: number[] = [];
 * await model.fit([[1], [2]], [[1], [2]], {
 *   epochs: 3,
 *   callbacks: [
 *     learningRateScheduler({ schedule: (epoch, rate) => (epoch === 0 ? rate : rate / 2) }),
 *     { onEpochEnd: (_result, { learningRate }) => void rates.push(learningRate) },
 *   ],
 * });
 * console.log(rates); // [ 0.1, 0.05, 0.025 ]
 * ```
 */
export const learningRateScheduler = defineCallback({
  name: "learningRateScheduler",
  description: "Sets the learning rate of each epoch by a function",
  config: {
    schedule: objectField<EpochSchedule>(
      (value) => typeof value === "function",
      "a function of the epoch and the rate",
      "The rate of an epoch, from its number and the rate before",
    ),
  },
  start: ({ schedule }) => ({
    onEpochBegin: (epoch, context) => {
      const rate = schedule(epoch, context.learningRate);
      if (!(Number.isFinite(rate) && rate >= 0)) {
        throw new ConfigError("schedule", {
          where: "learningRateScheduler",
          got: `${rate} for epoch ${epoch}`,
          expected: "a number at least 0",
        });
      }
      context.learningRate = rate;
    },
  }),
});
