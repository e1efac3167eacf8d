// RunContext: what callbacks see of a training.
import { ConfigError } from "../tensor/index.ts";
import type { TrainingContext } from "./callback.ts";
import type { Feed } from "./feeds/feed.ts";
import { validationName } from "./history.ts";
import type { Model } from "./model.ts";
import type { ModelCore } from "./modelCore.ts";
import { isFullBatch } from "./optimizer.ts";
import { allMetrics, type TrainingConfig } from "./trainingConfig.ts";
import type { TrainingPlan } from "./trainingRun.ts";

/** The context that callbacks see. */
export class RunContext implements TrainingContext {
  readonly model: Model;
  readonly epochs: number;
  readonly initialEpoch: number;
  stopReason: string | undefined;
  failure: unknown;
  private readonly core: ModelCore;
  private readonly config: TrainingConfig;
  private readonly feed: Feed;

  constructor({ model, core, config, options }: TrainingPlan, feed: Feed) {
    this.model = model;
    this.core = core;
    this.config = config;
    this.feed = feed;
    this.epochs = options.epochs;
    this.initialEpoch = options.initialEpoch;
  }
  get batches(): number | undefined {
    return this.feed.batches;
  }
  get rows(): number | undefined {
    return this.feed.rowCount;
  }
  get batchSize(): number {
    return this.feed.batchSize;
  }
  get learningRate(): number {
    return this.core.learningRate;
  }
  set learningRate(rate: number) {
    if (isFullBatch(this.config.optimizer)) {
      throw new ConfigError("the optimizer finds the length of its steps itself, so a callback cannot set it", {
        where: this.config.optimizer.type,
      });
    }
    if (this.config.optimizer.schedule !== undefined) {
      throw new ConfigError("the learning rate follows a schedule, so a callback cannot set it", {
        where: this.config.optimizer.type,
        fix: "Give the optimizer a number as its learningRate",
      });
    }
    if (!(Number.isFinite(rate) && rate >= 0)) {
      throw new ConfigError("learningRate", { got: String(rate), expected: "a number that is not negative" });
    }
    this.core.learningRate = rate;
  }
  isLargerBetter(name: string): boolean {
    return allMetrics(this.config).some(
      ({ name: own, metric }) => metric.better === "larger" && (name === own || name === validationName(own)),
    );
  }
  stop(reason: string): void {
    this.stopReason ??= reason;
  }
}
