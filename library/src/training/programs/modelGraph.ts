// The graph of a model in a program: flat states in, weights as views of them, the network's value out.
import { callNetwork, type Network, type RandomKey } from "../../nn/index.ts";
import { input } from "../../ops/index.ts";
import { GraphError, type Shape, type Spec, type Tensor } from "../../tensor/index.ts";
import { type ParameterLayout, weightViews } from "../parameterLayout.ts";

/** Names of the states and scalars that programs of a model share. */
export const bindingNames = {
  parameters: "parameters",
  statistics: "statistics",
  seed: "seed",
  step: "step",
  iteration: "iteration",
  learningRate: "learningRate",
  indices: "indices",
  x: "x",
  y: "y",
  loss: "loss",
  output: "output",
} as const;

/** The name of an optimizer's slot among the bindings. */
export const slotBinding = (slot: string): string => `slot.${slot}`;
/** The name of a metric's total among the bindings. */
export const totalBinding = (metric: string, total: string): string => `total.${metric}.${total}`;

/** The states of a model as inputs of a program. A state without any numbers has no input. */
export interface ModelStates {
  readonly parameters: Tensor | undefined;
  readonly statistics: Tensor | undefined;
  readonly weights: ReadonlyMap<string, Tensor>;
}

/** Inputs for a model's weights. */
export function modelStates(layout: ParameterLayout): ModelStates {
  const state = (name: string, size: number): Tensor | undefined => (size === 0 ? undefined : input(name, [size]));
  const parameters = state(bindingNames.parameters, layout.parameterCount);
  const statistics = state(bindingNames.statistics, layout.statisticsCount);
  const weights = new Map([
    ...weightViews(layout.parameters, parameters),
    ...weightViews(layout.statistics, statistics),
  ]);
  return { parameters, statistics, weights };
}

/** Seed and step of the random numbers as inputs. */
export function randomInputs(): Omit<RandomKey, "stream"> {
  return { seed: input(bindingNames.seed, [], "int32"), step: input(bindingNames.step, [], "int32") };
}

/** The one output of a network for a batch. */
export function modelOutput(
  network: Network,
  { weights }: ModelStates,
  x: Tensor,
  random?: Omit<RandomKey, "stream">,
): { readonly output: Tensor; readonly updates: ReadonlyMap<string, Tensor> } {
  const options = random === undefined ? { training: false } : { training: true, random };
  const { outputs, updates } = callNetwork(network, [x], weights, options);
  const [output] = outputs;
  if (output === undefined || outputs.length !== 1) throw new GraphError("a model has one output");
  return { output, updates };
}

/** Dtype and shape of a batch of the network's inputs. */
export function inputSpec(network: Network, rows: number): Spec {
  const [first] = network.inputs;
  if (first === undefined || network.inputs.length !== 1) throw new GraphError("a model has one input");
  return { shape: [rows, ...first.shape], dtype: first.dtype };
}

/** Shape of one row of the network's output. */
export function outputShapeOf(network: Network): Shape {
  return network.outputShapes[0] ?? [];
}
