// bestWeights: puts back the weights that had the lowest cost when the training ends.
import { optional } from "../../nn/index.ts";
import type { NdArray } from "../../tensor/index.ts";
import {
  type CallbackHandlers,
  type CallbackState,
  defineCallback,
  type EpochResult,
  type TrainingContext,
} from "../callback.ts";
import { readOptionalNumber, storedValues } from "../callbackMemory.ts";
import { isLargerBetter, type MonitorMode, modeField, monitoredValue } from "../monitoredValue.ts";
import { monitorField } from "../monitorField.ts";
import { isFullBatch } from "../optimizer.ts";

type Weights = Readonly<Record<string, NdArray>>;
const where = "bestWeights";

class BestWeights implements CallbackHandlers {
  private readonly monitor: string;
  private readonly mode: MonitorMode;
  private isLarger = false;
  /** Whether the monitored value is that of the weights with which an epoch begins. */
  private isOfBeginning = false;
  private began: Weights | undefined;
  private best: number | undefined;
  private bestWeights: Weights | undefined;

  constructor(monitor: string, mode: MonitorMode) {
    this.monitor = monitor;
    this.mode = mode;
  }

  onTrainBegin(context: TrainingContext): void {
    this.isLarger = isLargerBetter(this.mode, this.monitor, context);
    const optimizer = context.model.training?.optimizer;
    const isOfEnd = (optimizer !== undefined && isFullBatch(optimizer)) || /^val[A-Z]/.test(this.monitor);
    this.isOfBeginning = context.batches === 1 && !isOfEnd;
  }

  onEpochBegin(_epoch: number, { model }: TrainingContext): void {
    if (this.isOfBeginning) this.began = model.getWeights();
  }

  onEpochEnd(result: EpochResult, { model }: TrainingContext): void {
    const value = monitoredValue(result, this.monitor, where);
    const { best } = this;
    const isBetter = best === undefined ? !Number.isNaN(value) : this.isLarger ? value > best : value < best;
    if (!isBetter) return;
    this.best = value;
    this.bestWeights = this.isOfBeginning ? this.began : model.getWeights();
  }

  onTrainEnd({ model }: TrainingContext): void {
    if (this.bestWeights !== undefined) model.setWeights(this.bestWeights);
  }

  state(): CallbackState {
    const values = storedValues({ best: this.best });
    return this.bestWeights === undefined ? { values } : { values, arrays: this.bestWeights };
  }

  restore(state: CallbackState): void {
    this.best = readOptionalNumber(state, "best", where);
    this.bestWeights = state.arrays;
  }
}

/**
 * Keeps the weights that had the best value so far and puts them back at the end, without ending the training.
 *
 * `monitor` is `"loss"` by default, the cost on the rows that are trained on. With one batch in each epoch (the classical
 * gradient descent on all rows) that is the cost of the weights before the step, so exactly these are kept. With several
 * batches the weights change while the mean is taken, and those at the end of the epoch are kept.
 *
 * @example
 * ```ts
 * import { bestWeights, dense, sequential, sgd } from "chainrule";
 * const model = sequential([dense({ units: 1 })], { seed: 1 });
 * model.compile({ optimizer: sgd({ learningRate: 0.5 }), loss: "meanSquaredError" });
 * const [x, y] = [[[1], [2]], [[2], [4]]];
 * const { loss } = await model.fit(x, y, { epochs: 5, callbacks: [bestWeights()] });
 * console.log((await model.evaluate(x, y)).loss === Math.min(...loss)); // true
 * ```
 */
export const bestWeights = defineCallback({
  name: where,
  description: "Puts back the weights of the best value when the training ends",
  config: {
    monitor: optional(monitorField(), "loss"),
    mode: optional(modeField(), "auto"),
  },
  start: ({ monitor, mode }) => new BestWeights(monitor, mode),
});
