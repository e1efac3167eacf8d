// The program of one training step: rows gathered, forward, loss, backward, optimizer.
import { createProgram, gradients, type Program, type Update } from "../../graph/index.ts";
import type { Network, TargetForm } from "../../nn/index.ts";
import { concatenate, flushDenormals, gather, input, reshape } from "../../ops/index.ts";
import { ConfigError, GraphError, type Tensor } from "../../tensor/index.ts";
import type { ParameterLayout, WeightSlice } from "../parameterLayout.ts";
import type { TrainingConfig } from "../trainingConfig.ts";
import { scores, targetInput } from "./evaluationProgram.ts";
import { bindingNames, inputSpec, type ModelStates, modelOutput, modelStates, randomInputs } from "./modelGraph.ts";
import { optimizerUpdates } from "./optimizerUpdates.ts";

/** What a training step is made for. */
export interface TrainingStep {
  readonly network: Network;
  readonly layout: ParameterLayout;
  readonly config: TrainingConfig;
  readonly form: TargetForm;
  /** Rows in memory, from which a batch is gathered. */
  readonly rows: number;
  readonly batchSize: number;
}

const flat = (value: Tensor): Tensor => reshape(value, [value.shape.reduce((product, size) => product * size, 1)]);

/** The derivatives of the loss by all parameters side by side, as the parameters stand in their state. */
function flatGradient(loss: Tensor, slices: readonly WeightSlice[], { weights }: ModelStates): Tensor {
  const views = slices.map(({ weight: { name } }) => {
    const view = weights.get(name);
    if (view === undefined) throw new GraphError(`the weight "${name}" is missing`);
    return view;
  });
  return flushDenormals(concatenate(gradients(loss, views).map(flat)));
}

/** New values of the weights that are not trained, side by side with those that stay. */
function statisticsUpdates(
  { statistics: slices }: ParameterLayout,
  { statistics, weights }: ModelStates,
  updates: ReadonlyMap<string, Tensor>,
): Update[] {
  if (statistics === undefined || updates.size === 0) return [];
  const values = slices.map(({ weight: { name } }) => updates.get(name) ?? weights.get(name));
  return [
    { state: statistics, value: concatenate(values.flatMap((value) => (value === undefined ? [] : [flat(value)]))) },
  ];
}

/**
 * One training step. It reads `x` and `y` (all rows), `indices` (the rows of this batch), `seed` and `step` (random
 * numbers), `learningRate` and `iteration` (optimizer); it updates `parameters`, `statistics` and the optimizer's
 * slots; its outputs are the mean loss of the batch and the totals of the metrics.
 *
 * @throws {ConfigError} when the model has nothing to train.
 */
export function trainingProgram({ network, layout, config, form, rows, batchSize }: TrainingStep): Program {
  const states = modelStates(layout);
  if (states.parameters === undefined) {
    throw new ConfigError("the model has no weights to train", { fix: "Add a layer with weights, such as dense" });
  }
  const indices = input(bindingNames.indices, [batchSize], "int32");
  const { shape, dtype } = inputSpec(network, rows);
  const x = gather(input(bindingNames.x, shape, dtype), indices);
  const y = gather(targetInput(form, rows), indices);
  const { output, updates } = modelOutput(network, states, x, randomInputs());
  const outputs = scores(config, y, output);
  const loss = outputs[bindingNames.loss];
  if (loss === undefined) throw new GraphError("the loss is missing");
  const gradient = flatGradient(loss, layout.parameters, states);
  return createProgram({
    outputs,
    updates: [
      ...optimizerUpdates(config.optimizer, layout, states.parameters, gradient),
      ...statisticsUpdates(layout, states, updates),
    ],
  });
}
