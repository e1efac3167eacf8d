// earlyStopping: ends a training that no longer gets better.
import { decimal, flag, optional, wholeNumber } from "../../nn/index.ts";
import { ConfigError, type NdArray } from "../../tensor/index.ts";
import {
  type CallbackHandlers,
  type CallbackState,
  defineCallback,
  type EpochResult,
  type TrainingContext,
} from "../callback.ts";
import { readNumber, readOptionalNumber, storedValues } from "../callbackMemory.ts";
import { isLargerBetter, type MonitorMode, modeField, monitoredValue } from "../monitoredValue.ts";
import { monitorField } from "../monitorField.ts";

interface EarlyStoppingConfig {
  readonly monitor: string;
  readonly patience: number;
  readonly minDelta: number;
  readonly mode: MonitorMode;
  readonly restoreBestWeights: boolean;
  readonly baseline?: number | undefined;
  readonly startFromEpoch: number;
  readonly nIterNoChange?: number | undefined;
  readonly tol: number;
}

const where = "earlyStopping";

class EarlyStopping implements CallbackHandlers {
  private readonly config: EarlyStoppingConfig;
  private isLarger = false;
  private best: number | undefined;
  private bestEpoch = 0;
  private bestWeights: Readonly<Record<string, NdArray>> | undefined;
  private waited = 0;

  constructor(config: EarlyStoppingConfig) {
    this.config = config;
  }

  onTrainBegin(context: TrainingContext): void {
    this.isLarger = isLargerBetter(this.config.mode, this.config.monitor, context);
  }

  onEpochEnd(result: EpochResult, context: TrainingContext): void {
    const { monitor, startFromEpoch, nIterNoChange } = this.config;
    if (result.epoch < startFromEpoch) return;
    const value = monitoredValue(result, monitor, where);
    const isOver =
      nIterNoChange === undefined
        ? this.judge(value, result.epoch, context)
        : this.judgeAsScikitLearn(value, result.epoch, context, nIterNoChange);
    if (!isOver) return;
    const restored = this.config.restoreBestWeights ? "; its weights are kept" : "";
    context.stop(`no better ${monitor} than ${this.best} of epoch ${this.bestEpoch + 1}${restored}`);
  }

  private improves(value: number, on: number, by: number): boolean {
    return this.isLarger ? value - by > on : value + by < on;
  }

  private keep(value: number, epoch: number, context: TrainingContext): void {
    this.best = value;
    this.bestEpoch = epoch;
    if (this.config.restoreBestWeights) this.bestWeights = context.model.getWeights();
  }

  /** Keras's rule. */
  private judge(value: number, epoch: number, context: TrainingContext): boolean {
    const { patience, minDelta, baseline } = this.config;
    this.waited += 1;
    if (this.best === undefined || this.improves(value, this.best, minDelta)) {
      this.keep(value, epoch, context);
      if (baseline === undefined || this.improves(value, baseline, minDelta)) this.waited = 0;
      return false;
    }
    return this.waited >= patience && epoch > 0;
  }

  /** scikit-learn's rule: the best moves with any improvement, but only one by `tol` ends the waiting. */
  private judgeAsScikitLearn(value: number, epoch: number, context: TrainingContext, patience: number): boolean {
    const { best } = this;
    const isSmall =
      best !== undefined && (this.isLarger ? !(value >= best + this.config.tol) : !(value <= best - this.config.tol));
    this.waited = isSmall ? this.waited + 1 : 0;
    if (best === undefined || this.improves(value, best, 0)) this.keep(value, epoch, context);
    return this.waited > patience;
  }

  onTrainEnd({ model }: TrainingContext): void {
    if (this.bestWeights !== undefined) model.setWeights(this.bestWeights);
  }

  state(): CallbackState {
    const { best, bestEpoch, waited, bestWeights } = this;
    const values = storedValues({ best, bestEpoch, waited });
    return bestWeights === undefined ? { values } : { values, arrays: bestWeights };
  }

  restore(state: CallbackState): void {
    this.best = readOptionalNumber(state, "best", where);
    this.bestEpoch = readNumber(state, "bestEpoch", where);
    this.waited = readNumber(state, "waited", where);
    this.bestWeights = state.arrays;
  }
}

/**
 * Ends the training when the monitored value has not improved for `patience` epochs, by Keras's rule: an epoch counts
 * as better when it improves on the best by more than `minDelta`; NaN is no improvement; the first epoch never stops.
 * With `restoreBestWeights` the weights of the best epoch are put back at the end, whether or not it stopped.
 *
 * With `nIterNoChange` scikit-learn's rule is used in its place: epochs are counted that do not improve on the best by
 * at least `tol`, and the training ends after more than `nIterNoChange` of them in a row.
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
  name: where,
  description: "Ends a training that no longer gets better",
  config: {
    monitor: optional(monitorField(), "valLoss"),
    patience: optional(wholeNumber({ minimum: 0, description: "Epochs without improvement that are waited for" }), 0),
    minDelta: optional(decimal({ minimum: 0, description: "Smallest change that counts as improvement" }), 0),
    mode: optional(modeField(), "auto"),
    restoreBestWeights: optional(flag("Whether the weights of the best epoch are put back at the end"), false),
    baseline: optional(decimal({ description: "Value that must be surpassed for the waiting to begin anew" })),
    startFromEpoch: optional(wholeNumber({ minimum: 0, description: "Epochs at the start that are not judged" }), 0),
    nIterNoChange: optional(
      wholeNumber({
        minimum: 1,
        description: "scikit-learn's rule: epochs in a row that may improve by less than tol",
      }),
    ),
    tol: optional(decimal({ minimum: 0, description: "scikit-learn's rule: improvement that is waited for" }), 1e-4),
  },
  check: ({ nIterNoChange, patience, minDelta, baseline }) => {
    if (nIterNoChange === undefined || (patience === 0 && minDelta === 0 && baseline === undefined)) return;
    throw new ConfigError("nIterNoChange", {
      where,
      got: "it together with patience, minDelta or baseline",
      expected: "scikit-learn's rule or Keras's",
      fix: "With nIterNoChange, say tol",
    });
  },
  start: (config) => new EarlyStopping(config),
});
