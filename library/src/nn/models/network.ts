// A network: layers connected to each other, with all shapes and weights known, and no numbers yet.
import { input } from "../../ops/index.ts";
import {
  ChainruleError,
  ConfigError,
  type Dtype,
  formatShape,
  type Shape,
  ShapeError,
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
  /** Positions of the outputs among the network's values. */
  readonly outputs: readonly number[];
  readonly outputShapes: readonly Shape[];
}

/** Names for layers that have none: the type, then the type with 1, 2, ... */
function nameLayers(layers: readonly Layer[]): string[] {
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

function placeLayer({ layer, inputs }: Connection, name: string, values: readonly Shape[]): NetworkLayer {
  return inLayer(name, () => {
    const shapes = inputs.map((position) => {
      const shape = values[position];
      if (shape === undefined) throw new ConfigError("an input of this layer comes after it");
      return shape;
    });
    const weights = new Map(
      [...layer.weights(shapes)].map(([key, weight]): [string, NetworkWeight] => [
        key,
        { ...weight, name: `${name}/${key}`, trainable: layer.trainable && (weight.trainable ?? true) },
      ]),
    );
    const placed = { name, weights, trainable: layer.trainable };
    return { layer, inputs, ...placed, outputShape: outputShapeOf(layer, placed, shapes) };
  });
}

/**
 * Gives every layer its name, its weights and the shape of its output.
 *
 * @throws {ConfigError | ShapeError} with the layer's name, when a layer cannot take what reaches it.
 */
export function buildNetwork(
  inputs: readonly NetworkInput[],
  connections: readonly Connection[],
  outputs: readonly number[],
): Network {
  const names = nameLayers(connections.map(({ layer }) => layer));
  const values = inputs.map(({ shape }) => shape);
  const layers = connections.map((connection, position) => {
    const placed = placeLayer(connection, names[position] ?? "", values);
    values.push(placed.outputShape);
    return placed;
  });
  const weights = layers.flatMap((placed) => [...placed.weights.values()]);
  const outputShapes = outputs.map((position) => values[position] ?? []);
  return { inputs, layers, weights, outputs, outputShapes };
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
    const own = new Map(
      [...placed.weights].map(([key, { name }]) => {
        const value = weights.get(name);
        if (value === undefined) throw new ConfigError(`the weight "${name}" has no value`);
        return [key, value];
      }),
    );
    const value = inLayer(placed.name, () =>
      placed.layer.call(own, placed.inputs.map(at), context(position, collected, placed, options)),
    );
    values.push(value);
  });
  return { outputs: network.outputs.map(at), layerOutputs: values.slice(inputs.length), ...collected };
}
