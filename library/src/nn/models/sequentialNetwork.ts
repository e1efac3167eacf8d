// Sequential networks: each layer takes the value of the one before.
import { ConfigError, formatShape, type Shape, sameShape } from "../../tensor/index.ts";
import { type CustomDefinition, describeValue, isComponent, type Json } from "../components/index.ts";
import type { Layer } from "../layer.ts";
import { layerRegistry } from "../layerRegistry.ts";
import { buildNetwork, type Network } from "./network.ts";

/** A network's description in a model file. */
export interface ArchitectureJson {
  readonly type: "sequential";
  readonly name: string;
  readonly inputShape: Shape;
  readonly layers: readonly Json[];
}

/** The layers of a sequential network and the shape of a row, read from a file. */
export interface Architecture {
  readonly name: string;
  readonly inputShape: Shape;
  readonly layers: readonly Layer[];
}

/**
 * The shape of one row that the first layer states, if it does.
 *
 * @throws {ConfigError} when there is no layer, or one of them is something else.
 */
export function statedInputShape(layers: readonly Layer[]): Shape | undefined {
  layers.forEach((layer: unknown, position) => {
    if (isComponent(layer, "layer")) return;
    const got = isComponent(layer) ? `the ${layer.kind} ${layer.type}` : describeValue(layer);
    throw new ConfigError(`layers[${position}]`, { got, expected: "a layer, such as dense({ units: 1 })" });
  });
  const [first] = layers;
  if (first === undefined) {
    throw new ConfigError("a network needs at least one layer", { fix: "sequential([dense({ units: 1 })])" });
  }
  return first.inputShape;
}

/** A network in which each layer takes the value of the one before, for rows of a shape. */
export function sequentialNetwork(layers: readonly Layer[], inputShape: Shape): Network {
  const dtype = layers[0]?.inputDtype ?? "float";
  const connections = layers.map((layer, position) => ({ layer, inputs: [position] }));
  const network = buildNetwork([{ name: "x", shape: inputShape, dtype }], connections, [layers.length]);
  network.layers.forEach(({ layer, name }, position) => {
    const reaches = position === 0 ? inputShape : (network.layers[position - 1]?.outputShape ?? []);
    if (layer.inputShape !== undefined && !sameShape(layer.inputShape, reaches)) {
      throw new ConfigError("inputShape", {
        where: `layer ${name}`,
        got: formatShape(layer.inputShape),
        expected: `${formatShape(reaches)}, which is what reaches the layer`,
        fix: "Leave inputShape out: only the first layer needs it",
      });
    }
  });
  return network;
}

/** The description of a sequential network for a model file. */
export function sequentialJson(name: string, layers: readonly Layer[], inputShape: Shape): ArchitectureJson {
  return { type: "sequential", name, inputShape, layers: layers.map((layer) => layer.toJSON()) };
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isShape = (value: unknown): value is Shape =>
  Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size > 0);

/**
 * The layers of a network described in a file.
 *
 * @throws {ConfigError} when it is not such a description, or a layer is unknown or has wrong options.
 */
export function readArchitecture(json: unknown, custom: readonly CustomDefinition[] = []): Architecture {
  const wrong = (what: string, value: unknown, expected: string): ConfigError =>
    new ConfigError(what, { where: "architecture", got: describeValue(value), expected });
  if (!isRecord(json)) throw wrong("architecture", json, "an object");
  const { type, name, inputShape, layers } = json;
  if (type !== "sequential") throw wrong("type", type, '"sequential"');
  if (typeof name !== "string") throw wrong("name", name, "a text");
  if (!isShape(inputShape)) throw wrong("inputShape", inputShape, "positive whole numbers such as [64]");
  if (!Array.isArray(layers) || layers.length === 0) throw wrong("layers", layers, "a list of layers");
  const read = layers.map((layer: unknown, position) => layerRegistry.read(layer, custom, `layers[${position}]`));
  return { name, inputShape, layers: read };
}
