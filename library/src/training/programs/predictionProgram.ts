// The program that computes a model's output for a batch.
import { createProgram, type Program } from "../../graph/index.ts";
import type { Network } from "../../nn/index.ts";
import { input } from "../../ops/index.ts";
import type { ParameterLayout } from "../parameterLayout.ts";
import { bindingNames, inputSpec, modelOutput, modelStates } from "./modelGraph.ts";

/** From `x`, a batch of rows, to `output`. */
export function predictionProgram(network: Network, layout: ParameterLayout, rows: number): Program {
  const { shape, dtype } = inputSpec(network, rows);
  const { output } = modelOutput(network, modelStates(layout), input(bindingNames.x, shape, dtype));
  return createProgram({ outputs: { [bindingNames.output]: output } });
}
