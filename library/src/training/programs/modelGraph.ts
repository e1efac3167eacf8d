// The graph of a model in a program: flat states in, weights as views of them, the network's value out.
import { callNetwork, type Network, type NetworkCallResult, type RandomKey, type TargetForm } from "../../nn/index.ts";
import { input } from "../../ops/index.ts";
import type { Shape, Tensor } from "../../tensor/index.ts";
import { type ParameterLayout, weightViews } from "./parameterLayout.ts";

/** Names of the states and scalars that programs of a model share. */
export const bindingNames = {
  parameters: "parameters",
  statistics: "statistics",
  seed: "seed",
  step: "step",
  iteration: "iteration",
  learningRate: "learningRate",
  indices: "indices",
  loss: "loss",
  gradient: "gradient",
  newStatistics: "newStatistics",
} as const;

const numbered = (name: string, position: number): string => (position === 0 ? name : `${name}${position}`);
/** The name of an input's rows among the bindings. */
export const inputBinding = (position: number): string => numbered("x", position);
/** The name of an output's targets. */
export const targetBinding = (position: number): string => numbered("y", position);
/** The name of the weights that rows have in an output's loss. */
export const weightBinding = (position: number): string => numbered("w", position);
/** The name of an output. */
export const outputBinding = (position: number): string => numbered("output", position);
/** The name of an output's own loss. */
export const lossBinding = (output: string): string => `loss.${output}`;

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

/** The values of a network for a batch. */
export function modelOutputs(
  network: Network,
  { weights }: ModelStates,
  inputs: readonly Tensor[],
  random?: Omit<RandomKey, "stream">,
): NetworkCallResult {
  const options = random === undefined ? { training: false } : { training: true, random };
  return callNetwork(network, inputs, weights, options);
}

/** Inputs of a program for `rows` rows of everything that enters a network. */
export function rowInputs(network: Network, rows: number): Tensor[] {
  return network.inputs.map(({ shape, dtype }, position) => input(inputBinding(position), [rows, ...shape], dtype));
}

/** In what forms targets and weights of rows are given, for each output. */
export interface RowForms {
  readonly targets: readonly TargetForm[];
  /** The shape of one row's weights; undefined where rows have none. */
  readonly weights: readonly (Shape | undefined)[];
}

/** Forms as a part of the key of a program. */
export function formsKey({ targets, weights }: RowForms): string {
  return targets.map(({ dtype, shape }, position) => `${dtype} ${shape} w ${weights[position] ?? "-"}`).join(";");
}

/** Targets and weights of `rows` rows as inputs of a program. */
export function judgingInputs({ targets, weights }: RowForms, rows: number): Judging {
  return {
    targets: targets.map(({ shape, dtype }, position) => input(targetBinding(position), [rows, ...shape], dtype)),
    weights: weights.map((shape, position) =>
      shape === undefined ? undefined : input(weightBinding(position), [rows, ...shape]),
    ),
  };
}

/** What outputs are judged by. */
export interface Judging {
  readonly targets: readonly Tensor[];
  readonly weights: readonly (Tensor | undefined)[];
}

/** Shapes of one row of each output. */
export function outputShapes(network: Network): readonly Shape[] {
  return network.outputs.map(({ shape }) => shape);
}
