// loadModel: a model from its file.
import { type ByteSource, decodeModel, type ModelFile, readSource } from "../formats/index.ts";
import { type CustomDefinition, lossRegistry, type Network, readArchitecture } from "../nn/index.ts";
import { ChainruleError, FormatError, formatShape, sameShape } from "../tensor/index.ts";
import { metricRegistry } from "./metricRegistry.ts";
import { Model } from "./model.ts";
import { optimizerRegistry } from "./optimizerRegistry.ts";

/** Options of {@link loadModel}. */
export interface LoadOptions {
  /** Definitions of one's own that the file names: layers, activations, losses, ... */
  readonly custom?: readonly CustomDefinition[];
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

function compile(model: Model, { training }: ModelFile, custom: readonly CustomDefinition[]): void {
  if (training === undefined) return;
  model.compile({
    optimizer: optimizerRegistry.read(training.optimizer, custom, "optimizer"),
    loss: lossRegistry.read(training.loss, custom, "loss"),
    metrics: training.metrics.map((metric) => metricRegistry.read(metric, custom, "metrics")),
  });
}

function modelFromFile(file: ModelFile, custom: readonly CustomDefinition[], where: string): Model {
  const model = new Model({ ...readArchitecture(file.architecture, custom), seed: file.seed });
  if (model.network === undefined) throw new FormatError("the shape of the input is missing", { where });
  checkWeights(file, model.network, where);
  compile(model, file, custom);
  model.setWeights(Object.fromEntries(file.weights));
  model.labels = file.labels;
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
export async function loadModel(source: ByteSource, { custom = [] }: LoadOptions = {}): Promise<Model> {
  const { bytes, name } = await readSource(source);
  const file = decodeModel(bytes, name);
  try {
    return modelFromFile(file, custom, name);
  } catch (error) {
    if (!(error instanceof ChainruleError) || error instanceof FormatError) throw error;
    throw new FormatError("describes a model that cannot be built", { where: name, got: error.message, cause: error });
  }
}
