// Sequential networks: each layer takes the value of the one before.
import { ConfigError, formatShape, type Shape, sameShape } from "../../tensor/index.ts";
import { describeValue, isComponent } from "../components/index.ts";
import type { Layer } from "../layer.ts";
import type { Architecture } from "./architecture.ts";
import { buildNetwork, type Network } from "./network.ts";

const inputName = "x";
const outputName = "output";

/**
 * The shape of one row that the first layer states, if it does.
 *
 * @throws {ConfigError} when there is no layer, or one of them is something else.
 */
function statedInputShape(layers: readonly Layer[]): Shape | undefined {
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
export function sequentialNetwork(
  layers: readonly Layer[],
  inputShape: Shape,
  frozen: ReadonlySet<string> = new Set(),
): Network {
  const dtype = layers[0]?.inputDtype ?? "float";
  const network = buildNetwork({
    inputs: [{ name: inputName, shape: inputShape, dtype }],
    connections: layers.map((layer, position) => ({ layer, inputs: [position] })),
    outputs: [{ name: outputName, position: layers.length }],
    frozen,
  });
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

/**
 * Layers one after another.
 *
 * @throws {ConfigError} when there is no layer, or one of them is something else.
 */
export function sequentialArchitecture(layers: readonly Layer[]): Architecture {
  const stated = statedInputShape(layers);
  return {
    layers,
    inputNames: [inputName],
    outputNames: [outputName],
    build: ({ inputShape = stated, frozen } = {}) =>
      inputShape === undefined ? undefined : sequentialNetwork(layers, inputShape, frozen),
    toJSON: (name, network) => ({
      type: "sequential",
      name,
      inputShape: network.inputs[0]?.shape ?? [],
      layers: layers.map((layer) => layer.toJSON()),
    }),
  };
}
