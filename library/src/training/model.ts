// Model: layers that can be trained, judged, asked and saved.
import type { Backend } from "../backends/index.ts";
import { type ArrayInput, toNdArray } from "../data/index.ts";
import type { JsonObject, Layer, Network } from "../nn/index.ts";
import type { NdArray } from "../tensor/index.ts";
import { checkOptions } from "./checkOptions.ts";
import { type BackendName, chooseBackend } from "./chooseBackend.ts";
import { evaluate } from "./evaluate.ts";
import { featureParts } from "./features.ts";
import type { BatchSource } from "./feeds/batchSource.ts";
import { fit } from "./fit.ts";
import type { FitOptions } from "./fitOptions.ts";
import type { History, Scores } from "./history.ts";
import { builtState, checkIdle, forgetTraining, type ModelCore } from "./modelCore.ts";
import type { SaveOptions } from "./modelFiles.ts";
import type { PartialFitOptions } from "./partialFit.ts";
import { predict, predictAll } from "./predict.ts";
import type { Predictor, PredictorOptions } from "./predictor.ts";
import { outputShapes, slotBinding } from "./programs/index.ts";
import type { Columns } from "./rows/columns.ts";
import type { CheckedLoss, LossOption, OutputsRows } from "./rows/outputsRows.ts";
import type { DataFor, DataInput, FeatureInput, FeaturesFor } from "./rows/rows.ts";
import { checkLosses, resolveTraining, type TrainingConfig, type TrainingOptions } from "./trainingConfig.ts";

/** What `compile` is told. */
export interface CompileOptions<Outputs extends OutputsRows = OutputsRows, Losses = LossOption>
  extends TrainingOptions<Outputs, Losses> {
  /** Where the model computes: a name, or a backend. Default `"auto"`: the fastest that is there. */
  readonly backend?: BackendName | Backend;
}

/** How many rows are computed at a time. */
export interface BatchOptions {
  /** Default 256. */
  readonly batchSize?: number;
}

/** Options of `evaluate`. */
export interface EvaluateOptions extends BatchOptions {
  /** How much each row counts: one number for each row. Default 1. With `chainrule/slim`, `use(rowWeights)` first. */
  readonly sampleWeight?: DataInput;
}

const evaluationBatch = 256;
const evaluateOptions = ["batchSize", "sampleWeight"] as const;

/** What a compiler knows of a model: the rows of its outputs, and the names of its inputs. */
export interface KnownModel<out Outputs extends OutputsRows, out Inputs extends string> {
  readonly outputs: Outputs;
  readonly inputs: Inputs;
}

/** The outputs of a model, as far as the compiler knows them; of one of several models, what they have in common. */
export type OutputsOf<M extends Model> = [M] extends [Model<infer Outputs>] ? Outputs : OutputsRows;

/** The names of the inputs of a model, as far as the compiler knows them. */
export type InputsOf<M extends Model> = [M] extends [Model<OutputsRows, infer Inputs>] ? Inputs : string;

/**
 * A network with weights. Made by `sequential`, `functional` or `loadModel`.
 *
 * Weights are computed from the seed when they are first needed, by the same graph on every machine, so the same seed
 * gives the same model everywhere. What names a feature needs `use(...)` first, where only `chainrule/slim` is imported.
 */
export class Model<out Outputs extends OutputsRows = OutputsRows, out Inputs extends string = string> {
  /** Names of the classes, in the order of the outputs; saved with the model. */
  labels: readonly string[] | undefined;
  /** Anything else that belongs to the model, as plain data: fitted encoders, notes. Saved with the model. */
  metadata: JsonObject = {};
  readonly #core: ModelCore;
  /** What the compiler knows of inputs and outputs; no model has it. @internal */
  declare protected readonly known?: KnownModel<Outputs, Inputs>;

  /** @internal Models are made by `sequential`, `functional` and `loadModel`. */
  constructor(core: ModelCore) {
    this.#core = core;
  }

  get name(): string {
    return this.#core.name;
  }

  /**
   * The names of the columns in their order, for each input by its name, where rows are given as objects: those of the
   * first row that `fit` saw. Saved with the model. Set them for one trained on lists. Feature {@link objectRows}.
   *
   * @throws {ConfigError} when set to what does not fit the inputs.
   *
   * @example
   * ```ts
   * import { dense, sequential } from "chainrule";
   * const model = sequential([dense({ units: 1, kernelInitializer: "ones" })], { seed: 1 });
   * model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
   * await model.fit([{ age: 3, area: 2 }, { area: 1, age: 4 }], [5, 5]);
   * console.log(model.columns); // { x: ["age", "area"] }
   * const [first, second] = [await model.predict([{ area: 2, age: 3 }]), await model.predict([[3, 2]])];
   * console.log(first.at(0, 0) === second.at(0, 0)); // true
   * ```
   */
  get columns(): Columns {
    return this.#core.columns;
  }
  set columns(columns: Columns) {
    featureParts("objectRows", "columns").setColumns(this.#core, columns);
  }

  /** Epochs that the model has been trained for: `initialEpoch` of a training that goes on. */
  get epochsTrained(): number {
    return this.#core.epoch;
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
   * console.log(model.training?.outputs[0]?.loss.type); // categoricalCrossentropy
   * ```
   */
  compile<This extends Model, const Given extends LossOption>(
    this: This,
    options: CompileOptions<OutputsOf<This>, CheckedLoss<Given, OutputsOf<This>>>,
  ): void;
  compile({ backend = "auto", ...options }: CompileOptions): void {
    const core = this.#core;
    checkIdle(core, "compile");
    const config = resolveTraining(options, core.architecture.outputNames);
    if (core.state !== undefined) checkLosses(config, outputShapes(core.state.network));
    const chosen = chooseBackend(backend);
    // From here on nothing can fail: a mistake above loses nothing.
    forgetTraining(core);
    core.callbacks = undefined;
    core.state?.current?.forget((name) => name.startsWith(slotBinding("")));
    core.backend = chosen;
    core.config = config;
    core.learningRate = config.optimizer.learningRate;
  }

  /**
   * Trains the model. A second call goes on where the first one ended.
   *
   * @param x rows of features: nested arrays, a typed array, `{ data, shape }`, an NdArray, or objects with a number for
   * each column ({@link columns}); for models with several inputs a record of them by name. Or, instead of `x` and `y`, batches `{ x, y, sampleWeight? }` from an iterable, an async iterable, or a
   * function that makes one for each epoch.
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
  fit<This extends Model>(
    this: This,
    x: FeaturesFor<InputsOf<This>>,
    y: DataFor<keyof OutputsOf<This> & string>,
    options?: FitOptions,
  ): Promise<History>;
  fit(batches: BatchSource, options?: FitOptions): Promise<History>;
  fit(
    ...given:
      | [x: FeatureInput, y: DataInput, options?: FitOptions | undefined]
      | [batches: BatchSource, options?: FitOptions | undefined]
  ): Promise<History> {
    return fit(this, this.#core, given);
  }

  /**
   * One training step on these rows, for data that arrive little by little; a bare row is one. Feature {@link streams}.
   *
   * @returns loss and metrics of the rows before the step.
   *
   * @example
   * ```ts
   * import { dense, sequential } from "chainrule";
   * const model = sequential([dense({ units: 1 })], { seed: 1 });
   * model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
   * const first = await model.partialFit([[1]], [[2]]);
   * const second = await model.partialFit([[1]], [[2]]);
   * console.log(second.loss < first.loss); // true
   * ```
   */
  partialFit<This extends Model>(
    this: This,
    x: FeaturesFor<InputsOf<This>>,
    y: DataFor<keyof OutputsOf<This> & string>,
    options?: PartialFitOptions,
  ): Promise<Scores>;
  async partialFit(x: FeatureInput, y: DataInput, options: PartialFitOptions = {}): Promise<Scores> {
    const { sampleWeight } = checkOptions(options, ["sampleWeight"], "partialFit");
    return featureParts("streams", "partialFit").partialFit(this.#core, { x, y, sampleWeight });
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
  evaluate<This extends Model>(
    this: This,
    x: FeaturesFor<InputsOf<This>>,
    y: DataFor<keyof OutputsOf<This> & string>,
    options?: EvaluateOptions,
  ): Promise<Scores>;
  async evaluate(x: FeatureInput, y: DataInput, options: EvaluateOptions = {}): Promise<Scores> {
    const { batchSize = evaluationBatch, sampleWeight } = checkOptions(options, evaluateOptions, "evaluate");
    return evaluate(this.#core, { x, y, sampleWeight }, batchSize);
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
  predict<This extends Model>(this: This, x: FeaturesFor<InputsOf<This>>, options?: BatchOptions): Promise<NdArray>;
  async predict(x: FeatureInput, options: BatchOptions = {}): Promise<NdArray> {
    const { batchSize = evaluationBatch } = checkOptions(options, ["batchSize"], "predict");
    return predict(this.#core, x, batchSize);
  }

  /** Every output of the model for rows, by its name. */
  predictOutputs<This extends Model>(
    this: This,
    x: FeaturesFor<InputsOf<This>>,
    options?: BatchOptions,
  ): Promise<{ readonly [Name in keyof OutputsOf<This>]: NdArray }>;
  async predictOutputs(x: FeatureInput, options: BatchOptions = {}): Promise<Readonly<Record<string, NdArray>>> {
    const { batchSize = evaluationBatch } = checkOptions(options, ["batchSize"], "predictOutputs");
    const outputs = await predictAll(this.#core, x, batchSize);
    return Object.fromEntries(outputs.map((output, position) => [this.outputNames[position] ?? "", output]));
  }

  /** Names of the inputs, by which rows are given where there are several. */
  get inputNames(): readonly string[] {
    return this.#core.architecture.inputNames;
  }

  /** Names of the outputs, by which targets are given where there are several. */
  get outputNames(): readonly string[] {
    return this.#core.architecture.outputNames;
  }

  /**
   * Freezes layers: training leaves their weights as they are. The optimizer begins anew. Feature {@link freezing}.
   *
   * @param layers names of layers; all of them by default.
   * @throws {ConfigError} for an unknown name, with the nearest one.
   *
   * @example
   * ```ts
   * import { dense, sequential } from "chainrule";
   * const model = sequential([dense({ units: 2, name: "base", inputShape: [1] }), dense({ units: 1 })], { seed: 1 });
   * model.freeze("base");
   * console.log(model.network?.weights.filter(({ trainable }) => trainable).map(({ name }) => name));
   * // ["dense/kernel", "dense/bias"]
   * ```
   */
  freeze(...layers: readonly string[]): void {
    featureParts("freezing", "freeze").freeze(this.#core, layers, true);
  }

  /** Trains layers again that were frozen. The optimizer begins anew. Feature {@link freezing}. */
  unfreeze(...layers: readonly string[]): void {
    featureParts("freezing", "unfreeze").freeze(this.#core, layers, false);
  }

  /**
   * A function that predicts one row at once, without promises and compiling nothing. Feature {@link predictors}.
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
    const checked = checkOptions(options, ["reuse"], "predictor");
    return featureParts("predictors", "predictor").predictor(this.#core, checked);
  }

  /**
   * A copy in the same state: the same layers and configuration, weights of its own, and as far in its training. Whatever
   * happens to one of them, the other stays as it is. Feature {@link saving}.
   *
   * @example
   * ```ts
   * import { dense, sequential } from "chainrule";
   * const model = sequential([dense({ units: 1, inputShape: [2] })], { seed: 1 });
   * const copy = await model.clone();
   * copy.setWeights({ "dense/bias": [5] });
   * console.log(model.getWeights()["dense/bias"]?.at(0)); // 0
   * ```
   */
  async clone(): Promise<Model<Outputs, Inputs>> {
    checkIdle(this.#core, "clone");
    const { cloneCore } = featureParts("saving", "clone");
    const copy = new Model<Outputs, Inputs>(await cloneCore(this.#core));
    copy.labels = this.labels;
    copy.metadata = structuredClone(this.metadata);
    return copy;
  }

  /** The layers with their shapes and numbers of parameters, as a table. Feature {@link summaries}. */
  summary(): string {
    return featureParts("summaries", "summary").summary(this.#core);
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

  /** The model as the bytes of a file that `loadModel` reads. Equal models give equal bytes. Feature {@link saving}. */
  async toBytes(options: SaveOptions = {}): Promise<Uint8Array<ArrayBuffer>> {
    const checked = checkOptions(options, ["includeOptimizer"], "toBytes");
    return featureParts("saving", "toBytes").modelBytes(this, this.#core, checked);
  }

  /**
   * Saves the model to a file (in Node): first to a temporary one, so that the name stands for the old model or for
   * the new one, whatever happens. What the optimizer and the callbacks remember is saved too, so that a training can
   * go on in another process as if nothing had come between: `fit` with `initialEpoch: model.epochsTrained`. It then goes
   * on from the weights with which it ended, also where a callback put the best in their place. Feature {@link saving}.
   *
   * @throws {FormatError} when it cannot be written.
   */
  async save(path: string, options: SaveOptions = {}): Promise<void> {
    const checked = checkOptions(options, ["includeOptimizer"], "save");
    return featureParts("saving", "save").saveModel(this, this.#core, path, checked);
  }
}
