// A network: layers connected to each other, with all shapes and weights known, and no numbers yet.
import { input } from "../../ops/index.ts";
import {
  ChainruleError,
  ConfigError,
  type Dtype,
  formatShape,
  type Shape,
  ShapeError,
  sameShape,
  type Tensor,
} from "../../tensor/index.ts";
import type { RandomKey } from "../initializer.ts";
import type { CallContext, Layer, WeightDefinition } from "../layer.ts";
import { layerStream } from "../streams.ts";

/** What enters a network, for each row. */
export interface NetworkInput {
  readonly name: string;
  readonly shape: Shape;
  readonly dtype: Dtype;
  /** Where its numbers are class numbers: how many classes there are, so that they are 0 to this number less 1. */
  readonly classes?: number;
}

/** A weight of a network: `dense/kernel`. */
export interface NetworkWeight extends WeightDefinition {
  readonly name: string;
  readonly trainable: boolean;
}

/** A layer in its place. */
export interface NetworkLayer {
  readonly layer: Layer;
  /** Unique in the network: `dense`, `dense_1`, or what the user chose. */
  readonly name: string;
  /** Positions of its inputs among the network's values: the inputs first, then each layer's output. */
  readonly inputs: readonly number[];
  readonly outputShape: Shape;
  /** False for a frozen layer. */
  readonly trainable: boolean;
  /** Its weights by the names that the layer uses. */
  readonly weights: ReadonlyMap<string, NetworkWeight>;
}

/** A layer and the positions of its inputs: what a network is built from. */
export interface Connection {
  readonly layer: Layer;
  readonly inputs: readonly number[];
  /** The earlier connection of the same layer whose weights this one uses too. */
  readonly shares?: number;
}

/** A value that leaves a network. */
export interface NetworkOutput {
  readonly name: string;
  /** Its position among the network's values. */
  readonly position: number;
  readonly shape: Shape;
}

/** What a call of a network needs besides values and weights. */
export interface NetworkCallOptions {
  readonly training: boolean;
  /** Seed and step of the random numbers; needed by layers that draw some. */
  readonly random?: Omit<RandomKey, "stream">;
}

/** What a call of a network gives. */
export interface NetworkCallResult {
  readonly outputs: readonly Tensor[];
  /** The value of each layer, in the order of the layers. */
  readonly layerOutputs: readonly Tensor[];
  /** New values of weights that are not trainable, by the weight's name. */
  readonly updates: ReadonlyMap<string, Tensor>;
  /** Scalars that layers and regularizers add to the loss. */
  readonly penalties: readonly Tensor[];
}

/** Layers connected to each other, with all shapes and weights known. */
export interface Network {
  readonly inputs: readonly NetworkInput[];
  readonly layers: readonly NetworkLayer[];
  readonly weights: readonly NetworkWeight[];
  readonly outputs: readonly NetworkOutput[];
}

/** Names for layers that have none: the type, then the type with 1, 2, ...; one that shares weights shares the name. */
function nameLayers(connections: readonly Connection[]): string[] {
  const owners = connections.flatMap(({ layer, shares }) => (shares === undefined ? [layer] : []));
  const names = nameDistinct(owners);
  const all: string[] = [];
  for (const { shares } of connections) all.push((shares === undefined ? names.shift() : all[shares]) ?? "");
  return all;
}

function nameDistinct(layers: readonly Layer[]): string[] {
  const taken = new Set<string>();
  for (const { name } of layers) {
    if (name === undefined) continue;
    if (taken.has(name)) {
      throw new ConfigError(`two layers are named "${name}"`, { fix: "Give each layer a name of its own, or none" });
    }
    taken.add(name);
  }
  return layers.map(({ name, type }) => {
    if (name !== undefined) return name;
    let free = type;
    for (let number = 1; taken.has(free); number += 1) free = `${type}_${number}`;
    taken.add(free);
    return free;
  });
}

/** Runs a step of building a network; what goes wrong in it is reported with the layer's name. */
function inLayer<T>(name: string, build: () => T): T {
  try {
    return build();
  } catch (error) {
    if (!(error instanceof ChainruleError) || error.details.where !== undefined) throw error;
    const details = { ...error.details, where: `layer ${name}`, cause: error };
    throw error instanceof ConfigError ? new ConfigError(error.what, details) : new ShapeError(error.what, details);
  }
}

/** What a call of the network collects besides values. */
interface Collected {
  readonly updates: Map<string, Tensor>;
  readonly penalties: Tensor[];
}

function context(
  position: number,
  { updates, penalties }: Collected,
  placed: Pick<NetworkLayer, "name" | "weights" | "trainable">,
  options: NetworkCallOptions,
): CallContext {
  let draws = 0;
  return {
    training: options.training,
    trainable: placed.trainable,
    addLoss: (value) => void penalties.push(value),
    random: () => {
      if (options.random === undefined) {
        throw new ConfigError("random numbers are drawn in training only", { where: `layer ${placed.name}` });
      }
      draws += 1;
      return { ...options.random, stream: layerStream(position, draws - 1) };
    },
    update: (key, value) => {
      const weight = placed.weights.get(key);
      if (weight === undefined || weight.trainable) {
        throw new ConfigError(`"${key}" cannot be updated`, {
          where: `layer ${placed.name}`,
          expected: "a weight of the layer that is defined with trainable: false",
        });
      }
      updates.set(weight.name, value);
    },
  };
}

const nothing = (): Collected => ({ updates: new Map(), penalties: [] });

/** Calls a layer once on nothing but shapes, to learn the shape of its output. */
function outputShapeOf(
  layer: Layer,
  placed: Pick<NetworkLayer, "name" | "weights" | "trainable">,
  shapes: readonly Shape[],
): Shape {
  const inputs = shapes.map((shape, position) => input(`x${position}`, [1, ...shape], layer.inputDtype));
  const weights = new Map([...placed.weights].map(([key, { name, shape }]) => [key, input(name, shape)]));
  const output = layer.call(weights, inputs, context(0, nothing(), placed, { training: false }));
  if (output.shape[0] !== 1 || output.shape.length < 1) {
    throw new ShapeError("a layer must keep the axis of the rows", {
      got: `${formatShape(output.shape)} for a batch of one row`,
      expected: "[1,...]",
    });
  }
  return output.shape.slice(1);
}

/** The weights of a layer in its place, by the names that it uses itself. */
function placeWeights(layer: Layer, name: string, shapes: readonly Shape[], trainable: boolean) {
  return new Map(
    [...layer.weights(shapes)].map(([key, weight]): [string, NetworkWeight] => [
      key,
      { ...weight, name: `${name}/${key}`, trainable: trainable && (weight.trainable ?? true) },
    ]),
  );
}

function checkShared(own: ReadonlyMap<string, NetworkWeight>, owner: NetworkLayer): void {
  for (const [key, { shape }] of own) {
    const shared = owner.weights.get(key)?.shape ?? [];
    if (sameShape(shape, shared)) continue;
    throw new ShapeError("is used at two places with one set of weights, which does not fit both", {
      got: `${key} ${formatShape(shared)} and ${formatShape(shape)}`,
      expected: "inputs of the same shape",
      fix: "Make a layer of its own for each place",
    });
  }
}

/** What layers are placed among. */
interface Surroundings {
  /** Shapes of the values so far. */
  readonly values: readonly Shape[];
  readonly placed: readonly NetworkLayer[];
  readonly frozen: ReadonlySet<string>;
}

function placeLayer({ layer, inputs, shares }: Connection, name: string, around: Surroundings): NetworkLayer {
  return inLayer(name, () => {
    const shapes = inputs.map((position) => {
      const shape = around.values[position];
      if (shape === undefined) throw new ConfigError("an input of this layer comes after it");
      return shape;
    });
    const trainable = layer.trainable && !around.frozen.has(name);
    const own = placeWeights(layer, name, shapes, trainable);
    const owner = shares === undefined ? undefined : around.placed[shares];
    if (owner !== undefined) checkShared(own, owner);
    const placed = { name, weights: owner?.weights ?? own, trainable };
    return { layer, inputs, ...placed, outputShape: outputShapeOf(layer, placed, shapes) };
  });
}

/** An input with the number of classes that the layers it reaches take. */
function withClasses(entry: NetworkInput, position: number, layers: readonly NetworkLayer[]): NetworkInput {
  const reached = layers.filter(({ inputs }) => inputs.includes(position));
  const classes = Math.min(...reached.map(({ layer }) => layer.inputClasses ?? Infinity));
  return classes === Infinity ? entry : { ...entry, classes };
}

/** What a network is built from. */
export interface NetworkDefinition {
  readonly inputs: readonly NetworkInput[];
  readonly connections: readonly Connection[];
  readonly outputs: readonly Omit<NetworkOutput, "shape">[];
  /** Names of layers whose weights are not trained, besides those that say so themselves. */
  readonly frozen?: ReadonlySet<string>;
}

/**
 * Gives every layer its name, its weights and the shape of its output.
 *
 * @throws {ConfigError | ShapeError} with the layer's name, when a layer cannot take what reaches it.
 */
export function buildNetwork({ inputs, connections, outputs, frozen = new Set() }: NetworkDefinition): Network {
  const names = nameLayers(connections);
  const values = inputs.map(({ shape }) => shape);
  const layers: NetworkLayer[] = [];
  connections.forEach((connection, position) => {
    const placed = placeLayer(connection, names[position] ?? "", { values, placed: layers, frozen });
    layers.push(placed);
    values.push(placed.outputShape);
  });
  const owners = layers.filter((_, position) => connections[position]?.shares === undefined);
  const weights = owners.flatMap((placed) => [...placed.weights.values()]);
  const entries = inputs.map((entry, position) => withClasses(entry, position, layers));
  return {
    inputs: entries,
    layers,
    weights,
    outputs: outputs.map((out) => ({ ...out, shape: values[out.position] ?? [] })),
  };
}

/** The present values of a layer's weights: those that an earlier call of the layer has replaced are new. */
function ownWeights(
  placed: NetworkLayer,
  weights: ReadonlyMap<string, Tensor>,
  { updates }: Collected,
): ReadonlyMap<string, Tensor> {
  return new Map(
    [...placed.weights].map(([key, { name }]) => {
      const value = updates.get(name) ?? weights.get(name);
      if (value === undefined) throw new ConfigError(`the weight "${name}" has no value`);
      return [key, value];
    }),
  );
}

/** The prices of the weights that have one. */
function weightPenalties(network: Network, weights: ReadonlyMap<string, Tensor>, rows: number): Tensor[] {
  return network.weights.flatMap(({ name, regularizer, trainable }) => {
    const value = weights.get(name);
    return regularizer === undefined || value === undefined || !trainable ? [] : [regularizer.call(value, rows)];
  });
}

/**
 * The network's value for a batch.
 *
 * @param weights every weight of the network by its name.
 */
export function callNetwork(
  network: Network,
  inputs: readonly Tensor[],
  weights: ReadonlyMap<string, Tensor>,
  options: NetworkCallOptions,
): NetworkCallResult {
  const values = [...inputs];
  const collected = nothing();
  const at = (position: number): Tensor => {
    const value = values[position];
    if (value === undefined)
      throw new ConfigError("a value of the network is missing", { got: `position ${position}` });
    return value;
  };
  network.layers.forEach((placed, position) => {
    const own = ownWeights(placed, weights, collected);
    const value = inLayer(placed.name, () =>
      placed.layer.call(own, placed.inputs.map(at), context(position, collected, placed, options)),
    );
    values.push(value);
  });
  collected.penalties.push(...weightPenalties(network, weights, inputs[0]?.shape[0] ?? 1));
  const outputs = network.outputs.map(({ position }) => at(position));
  return { outputs, layerOutputs: values.slice(inputs.length), ...collected };
}
