// What fit, evaluate and predict work on: a model's architecture, weights, configuration and counters.
import { type Backend, wasm } from "../backends/index.ts";
import { toNdArray } from "../data/index.ts";
import type { Architecture, Layer } from "../nn/index.ts";
import { type ArrayData, ConfigError, type Shape } from "../tensor/index.ts";
import { featureParts } from "./features.ts";
import type { StreamSteps } from "./feeds/streamSteps.ts";
import { outputShapes } from "./programs/index.ts";
import type { Columns, Features } from "./rows/columns.ts";
import { arraysFor, type DataInput, type FeatureInput, isArrays, rowShape } from "./rows/rows.ts";
import type { StoredCallbacks } from "./states/callbackStates.ts";
import { type HostStates, ModelState } from "./states/modelState.ts";
import { checkLosses, type TrainingConfig } from "./trainingConfig.ts";

/** What a model is made of. */
export interface ModelDefinition {
  readonly architecture: Architecture;
  readonly name: string;
  readonly seed: number;
  /** Shape of one row; by default what the first layer states. */
  readonly inputShape?: Shape;
  /** Names of layers whose weights are not trained. */
  readonly frozen?: readonly string[];
}

/** The inner state of a model. */
export interface ModelCore {
  readonly architecture: Architecture;
  readonly layers: readonly Layer[];
  readonly name: string;
  readonly seed: number;
  /** Names of layers whose weights are not trained, besides those that say so themselves. */
  frozen: ReadonlySet<string>;
  /** Weights and shapes; undefined as long as the shape of the input is unknown. */
  state: ModelState | undefined;
  config: TrainingConfig | undefined;
  backend: Backend;
  /** The rate of the next step. */
  learningRate: number;
  /** Training steps since the model was compiled: what the optimizer counts. */
  iteration: number;
  /** Training steps since the model was made: what random numbers of layers depend on. */
  step: number;
  /** Epochs since the model was made: what the order of the rows depends on. */
  epoch: number;
  isTraining: boolean;
  /**
   * The optimizer's slots as a file had them, until a training takes them up; what an optimizer of full batches remembers,
   * at any time.
   */
  storedSlots: ReadonlyMap<string, ArrayData> | undefined;
  /** The weights as the last training left them, and what took their place at its end: averages, those of the best epoch. */
  trained: { readonly own: HostStates; readonly shown: HostStates } | undefined;
  /** What the callbacks of the last training remembered. */
  callbacks: StoredCallbacks | undefined;
  /** The names of columns that rows of objects had. */
  columns: Columns;
  /** Steps of `partialFit`, which stay ready between its calls. */
  partial: StreamSteps | undefined;
}

/** A core for an architecture; its weights are known if the shape of the input is. */
export function createCore({ architecture, name, seed, inputShape, frozen = [] }: ModelDefinition): ModelCore {
  const core: ModelCore = {
    architecture,
    layers: architecture.layers,
    name,
    seed,
    frozen: new Set(frozen),
    state: undefined,
    config: undefined,
    backend: wasm,
    learningRate: 0,
    iteration: 0,
    step: 0,
    epoch: 0,
    isTraining: false,
    storedSlots: undefined,
    trained: undefined,
    callbacks: undefined,
    columns: {},
    partial: undefined,
  };
  const network = architecture.build({ inputShape, frozen: core.frozen });
  if (network !== undefined) core.state = new ModelState(network, seed);
  return core;
}

/** The shape of one row of what a model is given, where the model does not know it yet. */
export function inputShapeOf({ state, architecture }: ModelCore, x: DataInput): Shape | undefined {
  if (state !== undefined) return undefined;
  const [first] = arraysFor(architecture.inputNames, x, "x");
  return first === undefined ? undefined : rowShape(toNdArray(first[0], { name: first[1] }));
}

/** Features as arrays; while the model learns, it also learns the names of their columns. */
export function featuresOf(core: ModelCore, value: FeatureInput, name: string, learns = false): Features {
  const { columns, architecture } = core;
  const { inputNames } = architecture;
  if (isArrays(value, inputNames)) return { x: value, columns };
  const { withoutObjects } = featureParts("objectRows", `${name}: rows of objects`);
  return withoutObjects(value, { inputNames, columns, learns, name });
}

/** Gives the model its shapes and weights, if it has none yet. */
export function build(core: ModelCore, inputShape: Shape | undefined): ModelState {
  if (core.state !== undefined) return core.state;
  const network = core.architecture.build({ inputShape, frozen: core.frozen });
  if (network === undefined) throw new ConfigError("the shape of the model's input is not known");
  if (core.config !== undefined) checkLosses(core.config, outputShapes(network));
  core.state = new ModelState(network, core.seed);
  return core.state;
}

/** @throws {ConfigError} when the shape of the model's input is not known yet. */
export function builtState({ state }: Pick<ModelCore, "state">, what: string): ModelState {
  if (state !== undefined) return state;
  throw new ConfigError(`${what}: the shape of the model's input is not known yet`, {
    fix: "Give the first layer its inputShape, or call fit first",
  });
}

/** @throws {ConfigError} when the model has not been compiled. */
export function compiledConfig({ config }: Pick<ModelCore, "config">, what: string): TrainingConfig {
  if (config !== undefined) return config;
  throw new ConfigError(`${what}: the model has not been compiled`, {
    fix: 'Call model.compile({ optimizer: "adam", loss: "meanSquaredError" }) first',
  });
}

/** The optimizer begins anew: what it and the steps for single batches remember is given up. */
export function forgetTraining(core: ModelCore): void {
  core.partial?.release();
  core.partial = undefined;
  core.storedSlots = undefined;
  core.trained = undefined;
  core.iteration = 0;
}

/** @throws {ConfigError} while the model is being trained. */
export function checkIdle({ isTraining }: Pick<ModelCore, "isTraining">, what: string): void {
  if (!isTraining) return;
  throw new ConfigError(`${what}: the model is being trained`, { fix: "Wait for fit to end first" });
}
