// earlyStopping: ends a training that no longer gets better.
import { choice, decimal, flag, optional, suggestName, wholeNumber } from "../../nn/index.ts";
import { ConfigError, type NdArray } from "../../tensor/index.ts";
import { defineCallback, type EpochResult } from "../callback.ts";
import { monitorField } from "../monitorField.ts";

function monitored({ values }: EpochResult, monitor: string): number {
  const value = values[monitor];
  if (value !== undefined) return value;
  const names = Object.keys(values);
  throw new ConfigError("monitor", {
    where: "earlyStopping",
    got: `"${monitor}"`,
    expected: `one of ${names.join(", ")}`,
    fix: monitor.startsWith("val")
      ? "Pass validationSplit or validationData to fit"
      : (suggestName(monitor, names) ?? "Name it in metrics when compiling"),
  });
}

/**
 * Ends the training when the monitored value has not improved for `patience` epochs, by Keras's rule: an epoch counts
 * as better when it improves on the best by more than `minDelta`; NaN is no improvement; the first epoch never stops.
 * With `restoreBestWeights` the weights of the best epoch are put back at the end, whether or not it stopped.
 *
 * @example
 * ```ts
 * import { dense, earlyStopping, sequential } from "chainrule";
 * const model = sequential([dense({ units: 1 })], { seed: 1 });
 * model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
 * const history = await model.fit([[1], [2]], [[2], [4]], {
 *   epochs: 50,
 *   callbacks: [earlyStopping({ monitor: "loss", patience: 2, minDelta: 0.1 })],
 * });
 * console.log(history.epochs.length < 50); // true
 * ```
 */
export const earlyStopping = defineCallback({
  name: "earlyStopping",
  description: "Ends a training that no longer gets better",
  config: {
    monitor: optional(monitorField(), "valLoss"),
    patience: optional(wholeNumber({ minimum: 0, description: "Epochs without improvement that are waited for" }), 0),
    minDelta: optional(decimal({ minimum: 0, description: "Smallest change that counts as improvement" }), 0),
    mode: optional(choice(["auto", "minimum", "maximum"], "Which values are better; auto asks the metric"), "auto"),
    restoreBestWeights: optional(flag("Whether the weights of the best epoch are put back at the end"), false),
    baseline: optional(decimal({ description: "Value that must be surpassed for the waiting to begin anew" })),
    startFromEpoch: optional(wholeNumber({ minimum: 0, description: "Epochs at the start that are not judged" }), 0),
  },
  start: ({ monitor, patience, minDelta, mode, restoreBestWeights, baseline, startFromEpoch }) => {
    let isLarger = mode === "maximum";
    const improves = (value: number, on: number): boolean => (isLarger ? value - minDelta > on : value + minDelta < on);
    let best: number | undefined;
    let bestEpoch = 0;
    let bestWeights: Readonly<Record<string, NdArray>> | undefined;
    let waited = 0;
    return {
      onTrainBegin: (context) => {
        if (mode === "auto") isLarger = context.isLargerBetter(monitor);
      },
      onEpochEnd: (result, context) => {
        if (result.epoch < startFromEpoch) return;
        const value = monitored(result, monitor);
        const isBetter = best === undefined || improves(value, best);
        if (restoreBestWeights && (isBetter || bestWeights === undefined)) bestWeights = context.model.getWeights();
        waited += 1;
        if (isBetter) {
          best = value;
          bestEpoch = result.epoch;
          if (baseline === undefined || improves(value, baseline)) waited = 0;
        } else if (waited >= patience && result.epoch > 0) {
          const restored = restoreBestWeights ? `; its weights are kept` : "";
          context.stop(`no better ${monitor} than ${best} of epoch ${bestEpoch + 1}${restored}`);
        }
      },
      onTrainEnd: ({ model }) => {
        if (bestWeights !== undefined) model.setWeights(bestWeights);
      },
    };
  },
});
