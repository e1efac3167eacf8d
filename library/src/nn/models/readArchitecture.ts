// readArchitecture: an architecture from its form in a model file, every part checked.
import { ConfigError, type Dtype, type Shape } from "../../tensor/index.ts";
import { type CustomDefinition, describeValue, readComponent } from "../components/index.ts";
import type { Layer } from "../layer.ts";
import { layerRegistry } from "../layerRegistry.ts";
import type { Architecture } from "./architecture.ts";
import { wiredArchitecture } from "./functionalNetwork.ts";
import type { Connection, NetworkInput } from "./network.ts";
import { sequentialArchitecture } from "./sequentialNetwork.ts";

/** An architecture and its name, read from a file. */
export interface StoredArchitecture {
  readonly name: string;
  readonly architecture: Architecture;
  /** The shape of one row, for sequential networks. */
  readonly inputShape?: Shape;
}

type JsonRecord = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is JsonRecord =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isShape = (value: unknown): value is Shape =>
  Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size > 0);

const isDtype = (value: unknown): value is Dtype => value === "float" || value === "int32";

function wrong(what: string, value: unknown, expected: string): ConfigError {
  return new ConfigError(what, { where: "architecture", got: describeValue(value), expected });
}

function listOf<T>(value: unknown, what: string, read: (item: unknown, where: string) => T): T[] {
  if (!Array.isArray(value) || value.length === 0) throw wrong(what, value, `a list of ${what}`);
  return value.map((item: unknown, position) => read(item, `${what}[${position}]`));
}

function recordOf(value: unknown, where: string): JsonRecord {
  if (!isRecord(value)) throw wrong(where, value, "an object");
  return value;
}

function textOf(value: unknown, where: string): string {
  if (typeof value !== "string") throw wrong(where, value, "a text");
  return value;
}

/** A whole number from 0 to less than `end`. */
function positionOf(value: unknown, end: number, where: string): number {
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0 || value >= end) {
    throw wrong(where, value, `a whole number from 0 to ${end - 1}`);
  }
  return value;
}

function readInput(value: unknown, where: string): NetworkInput {
  const { name, shape, dtype } = recordOf(value, where);
  if (!isShape(shape)) throw wrong(`${where}.shape`, shape, "positive whole numbers such as [64]");
  if (!isDtype(dtype)) throw wrong(`${where}.dtype`, dtype, '"float" or "int32"');
  return { name: textOf(name, `${where}.name`), shape, dtype };
}

function readConnections(value: unknown, layers: readonly Layer[], inputs: number): Connection[] {
  const owners = new Map<number, number>();
  let position = 0;
  return listOf(value, "connections", (item, where): Connection => {
    const entry = recordOf(item, where);
    const index = positionOf(entry.layer, layers.length, `${where}.layer`);
    const layer = layers[index];
    if (layer === undefined) throw wrong(`${where}.layer`, index, "the number of a layer");
    const from = listOf(entry.inputs, "inputs", (at) => positionOf(at, inputs + position, `${where}.inputs`));
    const shares = owners.get(index);
    if (shares === undefined) owners.set(index, position);
    position += 1;
    return { layer, inputs: from, ...(shares === undefined ? {} : { shares }) };
  });
}

function readFunctional(json: JsonRecord, layers: readonly Layer[]): Architecture {
  const inputs = listOf(json.inputs, "inputs", readInput);
  const connections = readConnections(json.connections, layers, inputs.length);
  const values = inputs.length + connections.length;
  const outputs = listOf(json.outputs, "outputs", (item, where) => {
    const { name, position } = recordOf(item, where);
    return { name: textOf(name, `${where}.name`), position: positionOf(position, values, `${where}.position`) };
  });
  return wiredArchitecture({ inputs, connections, outputs });
}

/**
 * The architecture described in a file.
 *
 * @throws {ConfigError} when it is not such a description, or a layer is unknown or has wrong options.
 */
export function readArchitecture(json: unknown, custom: readonly CustomDefinition[] = []): StoredArchitecture {
  const description = recordOf(json, "architecture");
  const { type, inputShape } = description;
  if (type !== "sequential" && type !== "functional") throw wrong("type", type, '"sequential" or "functional"');
  const name = textOf(description.name, "name");
  const layers = listOf(description.layers, "layers", (layer, where) =>
    readComponent(layerRegistry, layer, custom, where),
  );
  if (type === "functional") return { name, architecture: readFunctional(description, layers) };
  if (!isShape(inputShape)) throw wrong("inputShape", inputShape, "positive whole numbers such as [64]");
  return { name, architecture: sequentialArchitecture(layers), inputShape };
}
