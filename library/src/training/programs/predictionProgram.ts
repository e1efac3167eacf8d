// The program that computes a model's outputs for a batch.
import { createProgram, type Program } from "../../graph/index.ts";
import type { Network } from "../../nn/index.ts";
import { modelOutputs, modelStates, outputBinding, rowInputs } from "./modelGraph.ts";
import type { ParameterLayout } from "./parameterLayout.ts";

/** From a batch of rows to the outputs. */
export function predictionProgram(network: Network, layout: ParameterLayout, rows: number): Program {
  const { outputs } = modelOutputs(network, modelStates(layout), rowInputs(network, rows));
  return createProgram({
    outputs: Object.fromEntries(outputs.map((output, position) => [outputBinding(position), output])),
  });
}
