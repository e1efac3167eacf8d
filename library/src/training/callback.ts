// What a callback is: somebody who watches a training and may stop it.
import type { JsonObject } from "../nn/index.ts";
import {
  type Component,
  type ComponentDefinition,
  type ConfigOf,
  defineComponent,
  type Factory,
  type Fields,
} from "../nn/index.ts";
import type { NdArray } from "../tensor/index.ts";
import type { DivergenceError } from "./divergences/divergenceError.ts";
import type { Model } from "./model.ts";

/** What callbacks know of the training, and what they may change. */
export interface TrainingContext {
  readonly model: Model;
  /** Number of the epoch after the last one. */
  readonly epochs: number;
  /** Number of the first epoch. */
  readonly initialEpoch: number;
  /** Steps in each epoch; undefined for batches from a source that does not tell. */
  readonly batches: number | undefined;
  /** Rows that are trained on; undefined for batches from a source. */
  readonly rows: number | undefined;
  readonly batchSize: number;
  /** The rate of the next step; callbacks may set it. */
  learningRate: number;
  /** Whether larger values of a monitored value are better; false for losses and unknown names. */
  isLargerBetter(name: string): boolean;
  /** Ends the training after this batch (in `onBatchEnd`) or epoch; the reason stands in the history. */
  stop(reason: string): void;
  /** Why the training ended early; undefined while it goes on. */
  readonly stopReason: string | undefined;
  /** The error that ended the training, in `onTrainEnd`. */
  readonly failure: unknown;
}

/** How far an epoch is; the same object is passed again after each batch. */
export interface BatchProgress {
  /** From 0. */
  readonly epoch: number;
  /** From 0. */
  readonly batch: number;
  readonly batches: number | undefined;
  /** Loss of this batch, before its step. */
  readonly batchLoss: number;
  /** Mean loss of the epoch so far. */
  readonly loss: number;
  /** Loss and metrics of the epoch so far. */
  values(): Readonly<Record<string, number>>;
}

/** What came of an epoch. */
export interface EpochResult {
  /** From 0. */
  readonly epoch: number;
  /** `loss`, each metric, and the same of the validation rows with `val` before it. */
  readonly values: Readonly<Record<string, number>>;
  readonly seconds: number;
}

type Handled = void | Promise<void>;

/** What a callback remembers, in a form that a file can hold. */
export interface CallbackState {
  /** Plain data. Numbers are finite: what is not known yet is left out. */
  readonly values: JsonObject;
  /** Arrays by name: the weights of the best epoch. */
  readonly arrays?: Readonly<Record<string, NdArray>>;
}

/** What is called when. A promise is waited for. */
export interface CallbackHandlers {
  onTrainBegin?(context: TrainingContext): Handled;
  onEpochBegin?(epoch: number, context: TrainingContext): Handled;
  onBatchEnd?(progress: BatchProgress, context: TrainingContext): Handled;
  onEpochEnd?(result: EpochResult, context: TrainingContext): Handled;
  /** Called when every callback has had its `onEpochEnd`, for one that saves the training with what they remember. */
  onEpochComplete?(result: EpochResult, context: TrainingContext): Handled;
  /**
   * Called when the loss or a weight is no longer a finite number, after the last good weights have been put back. If
   * somebody calls `context.stop` the training ends there with the epochs it completed; otherwise the error is thrown.
   */
  onDivergence?(error: DivergenceError, context: TrainingContext): Handled;
  /** Also called when the training failed or was aborted. */
  onTrainEnd?(context: TrainingContext): Handled;
  /** What must be known to go on later as if nothing had come between. */
  state?(): CallbackState;
  /**
   * Takes up what `state` gave in an earlier training. Called before `onTrainBegin`.
   *
   * @throws {FormatError} when it is not such a state.
   */
  restore?(state: CallbackState): void;
}

/** A callback, configured: every training starts it anew. */
export interface Callback extends Component<"callback"> {
  start(): CallbackHandlers;
}

/** The description of a callback. */
export interface CallbackDefinition<F extends Fields> extends ComponentDefinition<F> {
  /** Handlers for one training, with whatever they have to remember. */
  start(config: ConfigOf<F>): CallbackHandlers;
}

/**
 * Defines a callback with options. For one without, an object with handlers is enough: `fit` takes both.
 *
 * @example
 * ```ts
 * import { dense, sequential } from "chainrule";
 * const model = sequential([dense({ units: 1 })], { seed: 1 });
 * model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
 * const losses: number[] = [];
 * await model.fit([[1], [2]], [[2], [4]], {
 *   epochs: 2,
 *   callbacks: [{ onEpochEnd: ({ values }) => void losses.push(values.loss ?? 0) }],
 * });
 * console.log(losses.length); // 2
 * ```
 */
export function defineCallback<const F extends Fields = Record<never, never>>(
  definition: CallbackDefinition<F>,
): Factory<"callback", F, Callback> {
  return defineComponent("callback", definition, (config) => ({ start: () => definition.start(config) }));
}
