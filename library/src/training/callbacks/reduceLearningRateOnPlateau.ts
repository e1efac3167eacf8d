// reduceLearningRateOnPlateau: lowers the learning rate when a value no longer gets better.
import { choice, decimal, optional, wholeNumber } from "../../nn/index.ts";
import { ConfigError } from "../../tensor/index.ts";
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

interface PlateauConfig {
  readonly monitor: string;
  readonly factor: number;
  readonly patience: number;
  readonly minDelta: number;
  readonly cooldown: number;
  readonly minLearningRate: number;
  readonly mode: MonitorMode;
  readonly threshold?: number | undefined;
  readonly thresholdMode?: "rel" | "abs" | undefined;
}

const where = "reduceLearningRateOnPlateau";

/** torch leaves a rate alone that would change by less: its `eps`. */
const leastChange = 1e-8;
/** torch's `threshold` where it is not given. */
const defaultThreshold = 1e-4;

const isAsTorch = ({ threshold, thresholdMode }: Pick<PlateauConfig, "threshold" | "thresholdMode">): boolean =>
  threshold !== undefined || thresholdMode !== undefined;

class ReduceLearningRateOnPlateau implements CallbackHandlers {
  private readonly config: PlateauConfig;
  private isLarger = false;
  private best: number | undefined;
  /** Epochs that were waited. */
  private waited = 0;
  /** Epochs of the pause after a reduction that are left. */
  private pause = 0;

  constructor(config: PlateauConfig) {
    this.config = config;
  }

  onTrainBegin(context: TrainingContext): void {
    this.isLarger = isLargerBetter(this.config.mode, this.config.monitor, context);
  }

  onEpochEnd(result: EpochResult, context: TrainingContext): void {
    const value = monitoredValue(result, this.config.monitor, where);
    if (isAsTorch(this.config)) this.judgeAsTorch(value, context);
    else this.judge(value, context);
  }

  /** Keras's rule. */
  private judge(value: number, context: TrainingContext): void {
    const { patience, minDelta, minLearningRate, cooldown } = this.config;
    if (this.pause > 0) {
      this.pause -= 1;
      this.waited = 0;
    }
    if (this.isBetter(value, (best) => (this.isLarger ? best + minDelta : best - minDelta))) {
      this.best = value;
      this.waited = 0;
      return;
    }
    if (this.pause > 0) return;
    this.waited += 1;
    if (this.waited < patience || context.learningRate <= minLearningRate) return;
    context.learningRate = this.reduced(context.learningRate);
    this.pause = cooldown;
    this.waited = 0;
  }

  /** The rule of torch.optim.lr_scheduler.ReduceLROnPlateau. */
  private judgeAsTorch(value: number, context: TrainingContext): void {
    const { patience, threshold = defaultThreshold, thresholdMode = "rel", cooldown } = this.config;
    const margin = this.isLarger ? threshold : -threshold;
    if (this.isBetter(value, (best) => (thresholdMode === "rel" ? best * (1 + margin) : best + margin))) {
      this.best = value;
      this.waited = 0;
    } else {
      this.waited += 1;
    }
    if (this.pause > 0) {
      this.pause -= 1;
      this.waited = 0;
    }
    if (this.waited <= patience) return;
    const rate = this.reduced(context.learningRate);
    if (context.learningRate - rate > leastChange) context.learningRate = rate;
    this.pause = cooldown;
    this.waited = 0;
  }

  private isBetter(value: number, bound: (best: number) => number): boolean {
    if (this.best === undefined) return !Number.isNaN(value);
    return this.isLarger ? value > bound(this.best) : value < bound(this.best);
  }

  private reduced(rate: number): number {
    return Math.max(rate * this.config.factor, this.config.minLearningRate);
  }

  state(): CallbackState {
    const { best, waited, pause } = this;
    return { values: storedValues({ best, waited, pause }) };
  }

  restore(state: CallbackState): void {
    this.best = readOptionalNumber(state, "best", where);
    this.waited = readNumber(state, "waited", where);
    this.pause = readNumber(state, "pause", where);
  }
}

/**
 * Multiplies the learning rate by `factor` when the monitored value has not improved by more than `minDelta` for
 * `patience` epochs, as Keras's ReduceLROnPlateau. After a reduction `cooldown` epochs are not counted.
 *
 * With `threshold` or `thresholdMode`, torch's rule is used in its place: the rate falls after more than `patience` epochs
 * without an improvement by `threshold`, which is a share of the best value (`"rel"`) or a difference (`"abs"`).
 *
 * @example
 * ```ts
 * import { dense, reduceLearningRateOnPlateau, sequential, sgd } from "chainrule";
 * const model = sequential([dense({ units: 1 })], { seed: 1 });
 * model.compile({ optimizer: sgd({ learningRate: 0.1 }), loss: "meanSquaredError" });
 * const rates: number[] = [];
 * await model.fit([[1], [2]], [[1], [2]], {
 *   epochs: 4,
 *   callbacks: [
 *     reduceLearningRateOnPlateau({ monitor: "loss", patience: 1, minDelta: 100, factor: 0.5 }),
 *     { onEpochEnd: (_result, { learningRate }) => void rates.push(learningRate) },
 *   ],
 * });
 * console.log(rates); // [ 0.1, 0.05, 0.025, 0.0125 ]
 * ```
 */
export const reduceLearningRateOnPlateau = defineCallback({
  name: where,
  description: "Lowers the learning rate when a value no longer gets better",
  config: {
    monitor: optional(monitorField(), "valLoss"),
    factor: optional(
      decimal({ minimum: 0, maximum: 1, exclusive: "both", description: "What the rate is multiplied by" }),
      0.1,
    ),
    patience: optional(wholeNumber({ minimum: 0, description: "Epochs without improvement that are waited for" }), 10),
    mode: optional(modeField(), "auto"),
    minDelta: optional(decimal({ minimum: 0, description: "Smallest change that counts as improvement" }), 1e-4),
    cooldown: optional(wholeNumber({ minimum: 0, description: "Epochs after a reduction that are not counted" }), 0),
    minLearningRate: optional(decimal({ minimum: 0, description: "The lowest rate" }), 0),
    threshold: optional(decimal({ minimum: 0, description: "torch's rule: change that counts as improvement" })),
    thresholdMode: optional(choice(["rel", "abs"], "torch's rule: whether threshold is a share of the best value")),
  },
  check: (config) => {
    if (!isAsTorch(config) || config.minDelta === 1e-4) return;
    throw new ConfigError("minDelta", { where, got: "it together with threshold", expected: "one of them" });
  },
  start: (config) => new ReduceLearningRateOnPlateau(config),
});
