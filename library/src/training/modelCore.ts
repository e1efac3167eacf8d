// What fit, evaluate and predict work on: a model's layers, weights, configuration and counters.
import { type Backend, wasm } from "../backends/index.ts";
import { type Layer, sequentialNetwork, statedInputShape } from "../nn/index.ts";
import { ConfigError, type Shape } from "../tensor/index.ts";
import { ModelState } from "./modelState.ts";
import { outputShapeOf } from "./programs/index.ts";
import { checkLoss, type TrainingConfig } from "./trainingConfig.ts";

/** What a model is made of. */
export interface ModelDefinition {
  readonly layers: readonly Layer[];
  readonly name: string;
  readonly seed: number;
  /** Shape of one row; by default what the first layer states. */
  readonly inputShape?: Shape;
}

/** The inner state of a model. */
export interface ModelCore {
  readonly layers: readonly Layer[];
  readonly name: string;
  readonly seed: number;
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
}

/** A core for layers; its weights are known if the shape of the input is. */
export function createCore({ layers, name, seed, inputShape }: ModelDefinition): ModelCore {
  const core: ModelCore = {
    layers,
    name,
    seed,
    state: undefined,
    config: undefined,
    backend: wasm,
    learningRate: 0,
    iteration: 0,
    step: 0,
    epoch: 0,
    isTraining: false,
  };
  const shape = inputShape ?? statedInputShape(layers);
  if (shape !== undefined) build(core, shape);
  return core;
}

/** Gives the model its shapes and weights, if it has none yet. */
export function build(core: ModelCore, inputShape: Shape): ModelState {
  if (core.state === undefined) {
    const network = sequentialNetwork(core.layers, inputShape);
    if (core.config !== undefined) checkLoss(core.config, outputShapeOf(network));
    core.state = new ModelState(network, core.seed);
  }
  return core.state;
}

/** @throws {ConfigError} when the shape of the model's input is not known yet. */
export function builtState({ state }: ModelCore, what: string): ModelState {
  if (state !== undefined) return state;
  throw new ConfigError(`${what}: the shape of the model's input is not known yet`, {
    fix: "Give the first layer its inputShape, or call fit first",
  });
}

/** @throws {ConfigError} when the model has not been compiled. */
export function compiledConfig({ config }: ModelCore, what: string): TrainingConfig {
  if (config !== undefined) return config;
  throw new ConfigError(`${what}: the model has not been compiled`, {
    fix: 'Call model.compile({ optimizer: "adam", loss: "meanSquaredError" }) first',
  });
}
