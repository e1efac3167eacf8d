// loadModel: a model from its file.
import type { Backend } from "../backends/index.ts";
import {
  type ByteSource,
  decodeModel,
  type ModelFile,
  readSource,
  type StoredOutput,
  type StoredTraining,
} from "../formats/index.ts";
import {
  type CustomDefinition,
  type Json,
  type LossReduction,
  lossRegistry,
  type Network,
  readArchitecture,
  readComponent,
} from "../nn/index.ts";
import { ChainruleError, FormatError, formatShape, sameShape } from "../tensor/index.ts";
import { checkOptions } from "./checkOptions.ts";
import { type BackendName, chooseBackend } from "./chooseBackend.ts";
import { metricRegistry } from "./metricRegistry.ts";
import { Model } from "./model.ts";
import { createCore } from "./modelCore.ts";
import { optimizerRegistry } from "./optimizerRegistry.ts";
import { setColumns } from "./rows/columns.ts";
import { takeUp } from "./states/takeUp.ts";
import type { TrainingOptions } from "./trainingConfig.ts";

/** Options of {@link loadModel}. */
export interface LoadOptions {
  /** Definitions of one's own that the file names: layers, activations, losses, ... */
  readonly custom?: readonly CustomDefinition[];
  /**
   * Where the model computes: a name, or a backend; a file does not say. Default `"auto"`: the fastest that is there. A
   * training goes on bit for bit on the backend that it began on.
   */
  readonly backend?: BackendName | Backend;
}

/** Every weight of the network, and nothing else, in its shape. */
function checkWeights({ weights }: ModelFile, network: Network, where: string): void {
  for (const { name, shape } of network.weights) {
    const stored = weights.get(name);
    if (stored === undefined) throw new FormatError(`the weight "${name}" is missing`, { where });
    if (!sameShape(stored.shape, shape)) {
      throw new FormatError(`the weight "${name}" does not fit the layers`, {
        where,
        got: formatShape(stored.shape),
        expected: formatShape(shape),
      });
    }
  }
  const known = new Set(network.weights.map(({ name }) => name));
  for (const name of weights.keys()) {
    if (!known.has(name)) throw new FormatError(`the tensor "${name}" belongs to no layer`, { where });
  }
}

/** What is read of each output, by the outputs' names. */
function byName<T>({ outputs }: StoredTraining, read: (output: StoredOutput) => T): Record<string, T> {
  return Object.fromEntries(outputs.map((output) => [output.name, read(output)]));
}

function isReduction(value: string): value is LossReduction {
  return value === "sumOverBatchSize" || value === "meanWithSampleWeight" || value === "sum";
}

function compileOptions(training: StoredTraining, custom: readonly CustomDefinition[], where: string): TrainingOptions {
  const { reduction } = training;
  if (!isReduction(reduction)) throw new FormatError("reduction is unknown", { where, got: reduction });
  const metrics = (list: readonly Json[]) =>
    list.map((metric) => readComponent(metricRegistry, metric, custom, "metrics"));
  return {
    optimizer: readComponent(optimizerRegistry, training.optimizer, custom, "optimizer"),
    loss: byName(training, ({ loss }) => readComponent(lossRegistry, loss, custom, "loss")),
    lossWeights: byName(training, ({ lossWeight }) => lossWeight),
    metrics: byName(training, (output) => metrics(output.metrics)),
    weightedMetrics: byName(training, (output) => metrics(output.weightedMetrics)),
    reduction,
  };
}

function modelFromFile(
  file: ModelFile,
  { custom, backend }: { readonly custom: readonly CustomDefinition[]; readonly backend: Backend },
  where: string,
): Model {
  const { seed, frozen = [], training, progress } = file;
  const core = createCore({ ...readArchitecture(file.architecture, custom), seed, frozen });
  core.backend = backend;
  const model = new Model(core);
  if (model.network === undefined) throw new FormatError("the shape of the input is missing", { where });
  checkWeights(file, model.network, where);
  if (training !== undefined) model.compile({ ...compileOptions(training, custom, where), backend });
  model.setWeights(Object.fromEntries(file.weights));
  if (progress !== undefined) takeUp(core, progress, where);
  model.labels = file.labels;
  if (file.columns !== undefined) setColumns(core, file.columns);
  model.metadata = file.metadata;
  return model;
}

/**
 * Loads a model. Nothing in the file is executed; everything is checked, also against the network that it describes.
 *
 * @param source a path (Node), an address, bytes, or a Blob (a file chosen in a page).
 * @throws {FormatError} when it cannot be read, is damaged, of another kind or of a later version.
 *
 * @example
 * ```ts
 * import { dense, loadModel, sequential } from "chainrule";
 * const model = sequential([dense({ units: 1, inputShape: [2] })], { seed: 1 });
 * const copy = await loadModel(await model.toBytes());
 * console.log((await copy.predict([[1, 2]])).at(0, 0) === (await model.predict([[1, 2]])).at(0, 0)); // true
 * ```
 */
export async function loadModel(source: ByteSource, options: LoadOptions = {}): Promise<Model> {
  const { custom = [], backend = "auto" } = checkOptions(options, ["custom", "backend"], "loadModel");
  const { bytes, name } = await readSource(source);
  const file = decodeModel(bytes, name);
  const chosen = chooseBackend(backend);
  try {
    return modelFromFile(file, { custom, backend: chosen }, name);
  } catch (error) {
    if (!(error instanceof ChainruleError) || error instanceof FormatError) throw error;
    throw new FormatError("describes a model that cannot be built", { where: name, got: error.message, cause: error });
  }
}
