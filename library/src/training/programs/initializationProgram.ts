// The program that computes a model's first weights.
import { createProgram, type Program } from "../../graph/index.ts";
import { initializationStream, type Network, randomSource } from "../../nn/index.ts";
import { concatenate, constant, input, reshape } from "../../ops/index.ts";
import type { Tensor } from "../../tensor/index.ts";
import { bindingNames } from "./modelGraph.ts";
import type { ParameterLayout, WeightSlice } from "./parameterLayout.ts";

/**
 * First values of all weights, as the flat states. Each weight draws from a stream of its own, by its position in the
 * network, so that its values do not depend on the shapes of others.
 */
export function initializationProgram(network: Network, layout: ParameterLayout): Program {
  const seed = input(bindingNames.seed, [], "int32");
  const step = constant(0, { dtype: "int32" });
  const values = ({ weight, size }: WeightSlice): Tensor => {
    const stream = initializationStream(network.weights.indexOf(weight));
    return reshape(weight.initializer.values(weight.shape, randomSource({ seed, step, stream })), [size]);
  };
  const flat = (name: string, slices: readonly WeightSlice[]): [string, Tensor][] =>
    slices.length === 0 ? [] : [[name, concatenate(slices.map(values))]];
  return createProgram({
    outputs: Object.fromEntries([
      ...flat(bindingNames.parameters, layout.parameters),
      ...flat(bindingNames.statistics, layout.statistics),
    ]),
  });
}
