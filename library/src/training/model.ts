// Model: layers that can be trained, judged, asked and saved.
import type { Backend } from "../backends/index.ts";
import { type ArrayInput, toNdArray } from "../data/index.ts";
import type { JsonObject } from "../formats/index.ts";
import type { Layer, Network } from "../nn/index.ts";
import { ConfigError, type NdArray } from "../tensor/index.ts";
import { type BackendName, chooseBackend } from "./chooseBackend.ts";
import { evaluate } from "./evaluate.ts";
import { fit } from "./fit.ts";
import type { FitOptions } from "./fitOptions.ts";
import type { History, Scores } from "./history.ts";
import { builtState, createCore, type ModelCore, type ModelDefinition } from "./modelCore.ts";
import { modelBytes, saveModel } from "./modelFiles.ts";
import { type Predictor, type PredictorOptions, predict, predictor } from "./predict.ts";
import { outputShapeOf, slotBinding } from "./programs/index.ts";
import { summary } from "./summary.ts";
import { checkLoss, resolveTraining, type TrainingConfig, type TrainingOptions } from "./trainingConfig.ts";

/** What `compile` is told. */
export interface CompileOptions extends TrainingOptions {
  /** Where the model computes: a name, or a backend. Default `"auto"`: the fastest that is there. */
  readonly backend?: BackendName | Backend;
}

/** How many rows are computed at a time. */
export interface BatchOptions {
  /** Default 256. */
  readonly batchSize?: number;
}

const evaluationBatch = 256;

/**
 * A network with weights. Made by `sequential` or `loadModel`.
 *
 * Weights are computed from the seed when they are first needed, by the same graph on every machine, so the same seed
 * gives the same model everywhere.
 */
export class Model {
  /** Names of the classes, in the order of the outputs; saved with the model. */
  labels: readonly string[] | undefined;
  /** Anything else that belongs to the model, as plain data: fitted encoders, notes. Saved with the model. */
  metadata: JsonObject = {};
  readonly #core: ModelCore;

  constructor(definition: ModelDefinition) {
    this.#core = createCore(definition);
  }

  get name(): string {
    return this.#core.name;
  }

  /** The seed of initial weights, of the order of the rows, and of dropout. */
  get seed(): number {
    return this.#core.seed;
  }

  get layers(): readonly Layer[] {
    return this.#core.layers;
  }

  /** Layers with names, shapes and weights; undefined as long as the shape of the input is unknown. */
  get network(): Network | undefined {
    return this.#core.state?.network;
  }

  /** Optimizer, loss and metrics; undefined before `compile`. */
  get training(): TrainingConfig | undefined {
    return this.#core.config;
  }

  /** The backend on which the model computes. */
  get backend(): Backend {
    return this.#core.backend;
  }

  /**
   * Says how the model is trained. The optimizer begins anew; weights stay.
   *
   * @throws {ConfigError} for an unknown name (with the nearest one), or a loss that the output does not fit.
   *
   * @example
   * ```ts
   * import { adam, dense, sequential } from "chainrule";
   * const model = sequential([dense({ units: 3, activation: "softmax", inputShape: [4] })], { seed: 1 });
   * model.compile({ optimizer: adam({ learningRate: 0.01 }), loss: "categoricalCrossentropy", metrics: ["accuracy"] });
   * console.log(model.training?.loss.type); // categoricalCrossentropy
   * ```
   */
  compile({ backend = "auto", ...options }: CompileOptions): void {
    const core = this.#core;
    if (core.isTraining) {
      throw new ConfigError("the model is being trained", { fix: "Wait for fit to end before compiling again" });
    }
    const config = resolveTraining(options);
    if (core.state !== undefined) checkLoss(config, outputShapeOf(core.state.network));
    core.state?.current?.forget((name) => name.startsWith(slotBinding("")));
    core.backend = chooseBackend(backend);
    core.config = config;
    core.learningRate = config.optimizer.learningRate;
    core.iteration = 0;
  }

  /**
   * Trains the model. A second call goes on where the first one ended.
   *
   * @param x rows of features: nested arrays, a typed array, or an NdArray.
   * @param y targets, one for each row: labels, one-hot rows or numbers, as the loss takes them.
   * @returns loss and metrics of each epoch.
   * @throws {DataError} for data that do not fit, with the row.
   * @throws {DivergenceError} when the loss is no longer a finite number.
   *
   * @example
   * ```ts
   * import { dense, sequential } from "chainrule";
   * const model = sequential([dense({ units: 1 })], { seed: 1 });
   * model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
   * const history = await model.fit([[1], [2], [3], [4]], [[2], [4], [6], [8]], { epochs: 100 });
   * console.log((history.loss.at(-1) ?? 1) < 0.1); // true
   * ```
   */
  fit(x: ArrayInput, y: ArrayInput, options: FitOptions = {}): Promise<History> {
    return fit(this, this.#core, { x, y }, options);
  }

  /**
   * Loss and metrics on rows that are not trained on.
   *
   * @example
   * ```ts
   * import { dense, sequential } from "chainrule";
   * const model = sequential([dense({ units: 1, kernelInitializer: "ones" })], { seed: 1 });
   * model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
   * await model.fit([[1]], [[1]]);
   * console.log(await model.evaluate([[2]], [[4]])); // { loss: 4 }
   * ```
   */
  evaluate(x: ArrayInput, y: ArrayInput, { batchSize = evaluationBatch }: BatchOptions = {}): Promise<Scores> {
    return evaluate(this.#core, { x, y }, batchSize);
  }

  /**
   * The model's output for rows: [rows, ...output].
   *
   * @example
   * ```ts
   * import { dense, sequential } from "chainrule";
   * const model = sequential([dense({ units: 2, activation: "softmax", inputShape: [3] })], { seed: 1 });
   * console.log((await model.predict([[1, 2, 3], [4, 5, 6]])).shape); // [2, 2]
   * ```
   */
  predict(x: ArrayInput, { batchSize = evaluationBatch }: BatchOptions = {}): Promise<NdArray> {
    return predict(this.#core, x, batchSize);
  }

  /**
   * A function that predicts one row at once, without promises and without compiling anything in its calls.
   *
   * @example
   * ```ts
   * import { dense, sequential } from "chainrule";
   * const model = sequential([dense({ units: 1, kernelInitializer: "ones", inputShape: [2] })], { seed: 1 });
   * const predictRow = model.predictor();
   * console.log(predictRow([1, 2])); // Float32Array(1) [ 3 ]
   * ```
   */
  predictor(options: PredictorOptions = {}): Predictor {
    return predictor(this.#core, options);
  }

  /** The layers with the shapes of their outputs and their numbers of parameters, as a table. */
  summary(): string {
    return summary(this.#core);
  }

  /**
   * The weights by name, in the order of the layers; copies.
   *
   * @throws {ConfigError} when the shape of the model's input is not known yet.
   */
  getWeights(): Readonly<Record<string, NdArray>> {
    const core = this.#core;
    return Object.fromEntries(builtState(core, "getWeights").weights(core.backend));
  }

  /**
   * Replaces weights by their names; weights that are not named stay.
   *
   * @throws {DataError} for an unknown name or another shape; then nothing is replaced.
   */
  setWeights(weights: Readonly<Record<string, ArrayInput>>): void {
    const core = this.#core;
    const arrays = Object.entries(weights).map(([name, value]) => [name, toNdArray(value, { name })] as const);
    builtState(core, "setWeights").replace(new Map(arrays), core.backend);
  }

  /** The model as the bytes of a file that `loadModel` reads. Equal models give equal bytes. */
  async toBytes(): Promise<Uint8Array<ArrayBuffer>> {
    return modelBytes(this, this.#core);
  }

  /**
   * Saves the model to a file (in Node): first to a temporary one, so that the name stands for the old model or for
   * the new one, whatever happens.
   *
   * @throws {FormatError} when it cannot be written.
   */
  save(path: string): Promise<void> {
    return saveModel(this, this.#core, path);
  }
}
