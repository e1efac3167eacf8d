// modelCheckpoint: saves the model while it is being trained.
import { flag, optional, suggestName, textField, wholeNumber } from "../../nn/index.ts";
import { ConfigError } from "../../tensor/index.ts";
import {
  type CallbackHandlers,
  type CallbackState,
  defineCallback,
  type EpochResult,
  type TrainingContext,
} from "../callback.ts";
import { readOptionalNumber, storedValues } from "../callbackMemory.ts";
import { checkFiles } from "../historyFile.ts";
import { isLargerBetter, type MonitorMode, modeField, monitoredValue } from "../monitoredValue.ts";
import { monitorField } from "../monitorField.ts";

const where = "modelCheckpoint";

interface CheckpointConfig {
  readonly path: string;
  readonly monitor: string;
  readonly mode: MonitorMode;
  readonly saveBestOnly: boolean;
  readonly saveFrequency: number;
}

/** The path of an epoch: `{epoch}` is its number from 1, `{epoch:3}` with zeros before it, `{valLoss:2}` with two decimals. */
function pathOf(template: string, { epoch, values }: EpochResult): string {
  return template.replace(/\{([^{}:]*)(?::(\d{1,2}))?\}/g, (_whole, name: string, digits: string | undefined) => {
    if (name === "epoch") return String(epoch + 1).padStart(Number(digits ?? 0), "0");
    const value = values[name];
    if (value !== undefined) return digits === undefined ? String(value) : value.toFixed(Number(digits));
    const names = ["epoch", ...Object.keys(values)];
    const expected = names.map((known) => `{${known}}`).join(", ");
    throw new ConfigError("path", { where, got: `{${name}}`, expected, fix: suggestName(name, names) });
  });
}

class ModelCheckpoint implements CallbackHandlers {
  private readonly config: CheckpointConfig;
  private isLarger = false;
  private best: number | undefined;
  /** Where this epoch's model is saved; undefined where it is not. */
  private path: string | undefined;

  constructor(config: CheckpointConfig) {
    this.config = config;
  }

  onTrainBegin(context: TrainingContext): void {
    const { path, mode, monitor } = this.config;
    checkFiles(path);
    this.isLarger = isLargerBetter(mode, monitor, context);
  }

  onEpochEnd(result: EpochResult): void {
    const { path, saveFrequency } = this.config;
    const isDue = (result.epoch + 1) % saveFrequency === 0 && this.isWorthwhile(result);
    this.path = isDue ? pathOf(path, result) : undefined;
  }

  private isWorthwhile(result: EpochResult): boolean {
    const { saveBestOnly, monitor } = this.config;
    if (!saveBestOnly) return true;
    const { best } = this;
    const value = monitoredValue(result, monitor, where);
    const isBetter = best === undefined ? !Number.isNaN(value) : this.isLarger ? value > best : value < best;
    if (isBetter) this.best = value;
    return isBetter;
  }

  async onEpochComplete(_result: EpochResult, { model }: TrainingContext): Promise<void> {
    if (this.path !== undefined) await model.save(this.path);
  }

  state(): CallbackState {
    return { values: storedValues({ best: this.best }) };
  }

  restore(state: CallbackState): void {
    this.best = readOptionalNumber(state, "best", where);
  }
}

/**
 * Saves the model after every `saveFrequency` epochs, or with `saveBestOnly` only when the monitored value is the best so
 * far. The file also holds what it takes to go on: `loadModel` and `fit` with `initialEpoch: model.epochsTrained`. It is
 * written so that its name stands for the old model or the new one, whatever happens. In Node only.
 *
 * `path` may name the epoch (from 1) and values: `"model-{epoch:3}-{valLoss:4}.safetensors"` pads the epoch with zeros to
 * three digits and rounds the loss to four decimals. Without such a place each file takes the place of the one before.
 *
 * @throws {FormatError} when it cannot be written, and in a page. @throws {ConfigError} for an unknown name in the path.
 *
 * @example
 * ```ts
 * import { modelCheckpoint } from "chainrule";
 * const callback = modelCheckpoint({ path: "best.safetensors", monitor: "valAccuracy", saveBestOnly: true });
 * console.log(callback.config.saveFrequency); // 1
 * ```
 */
export const modelCheckpoint = defineCallback({
  name: where,
  description: "Saves the model while it is being trained",
  config: {
    path: textField("The file, with {epoch} and names of values where they shall stand"),
    monitor: optional(monitorField(), "valLoss"),
    mode: optional(modeField(), "auto"),
    saveBestOnly: optional(flag("Whether only models are saved that are better than all before"), false),
    saveFrequency: optional(wholeNumber({ minimum: 1, description: "Epochs from one saved model to the next" }), 1),
  },
  start: (config) => new ModelCheckpoint(config),
});
