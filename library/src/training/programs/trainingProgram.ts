// The program of one training step: rows gathered, forward, loss, backward, optimizer.
import { createProgram, gradients, type Program, type Update } from "../../graph/index.ts";
import type { Network } from "../../nn/index.ts";
import { concatenate, gather, input, reshape } from "../../ops/index.ts";
import { ConfigError, GraphError, type Tensor } from "../../tensor/index.ts";
import { isFullBatch, type Optimizer } from "../optimizer.ts";
import type { TrainingConfig } from "../trainingConfig.ts";
import { scores } from "./evaluationProgram.ts";
import {
  bindingNames,
  judgingInputs,
  type ModelStates,
  modelOutputs,
  modelStates,
  type RowForms,
  randomInputs,
  rowInputs,
} from "./modelGraph.ts";
import { optimizerUpdates } from "./optimizerUpdates.ts";
import { type ParameterLayout, type WeightSlice, weightViews } from "./parameterLayout.ts";

/** What a training step is made for. */
export interface TrainingStep {
  readonly network: Network;
  readonly layout: ParameterLayout;
  readonly config: TrainingConfig;
  readonly forms: RowForms;
  /** Rows in memory, from which a batch is gathered. */
  readonly rows: number;
  readonly batchSize: number;
}

const flat = (value: Tensor): Tensor => reshape(value, [value.shape.reduce((product, size) => product * size, 1)]);

/** The derivatives of the loss by all trained weights, in the order of their slices. */
function weightGradients(loss: Tensor, slices: readonly WeightSlice[], { weights }: ModelStates): readonly Tensor[] {
  const views = slices.map(({ weight: { name } }) => {
    const view = weights.get(name);
    if (view === undefined) throw new GraphError(`the weight "${name}" is missing`);
    return view;
  });
  return gradients(loss, views);
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

/** New parameters after the rules that some of them keep. */
function constrained(slices: readonly WeightSlice[], value: Tensor): Tensor {
  if (slices.every(({ weight }) => weight.constraint === undefined)) return value;
  const views = weightViews(slices, value);
  return concatenate(views.map(([, view], position) => flat(slices[position]?.weight.constraint?.call(view) ?? view)));
}

/** What the graph of a training step consists of. */
export interface TrainingGraph {
  /** The loss of the batch and the totals of the metrics, by their bindings. */
  readonly outputs: Readonly<Record<string, Tensor>>;
  /** The derivatives of the loss by the trained weights, in the order of the layout. */
  readonly weightGradients: readonly Tensor[];
  readonly updates: readonly Update[];
  /** The value of each layer, in the order of the layers. */
  readonly layerOutputs: readonly Tensor[];
}

/** The graph of one training step, before anything of it is chosen for a program. */
export function trainingGraph({ network, layout, config, forms, rows, batchSize }: TrainingStep): TrainingGraph {
  const states = modelStates(layout);
  if (states.parameters === undefined) {
    throw new ConfigError("the model has no weights to train", { fix: "Add a layer with weights, such as dense" });
  }
  const indices = input(bindingNames.indices, [batchSize], "int32");
  const batch = (value: Tensor): Tensor => gather(value, indices);
  const { targets, weights } = judgingInputs(forms, rows);
  const judging = {
    targets: targets.map(batch),
    weights: weights.map((weight) => (weight === undefined ? undefined : batch(weight))),
  };
  const answers = modelOutputs(network, states, rowInputs(network, rows).map(batch), randomInputs());
  const outputs = scores(config, judging, answers);
  const loss = outputs[bindingNames.loss];
  if (loss === undefined) throw new GraphError("the loss is missing");
  const byWeight = weightGradients(loss, layout.parameters, states);
  return {
    outputs,
    weightGradients: byWeight,
    updates: [
      ...parameterUpdates(config.optimizer, layout, states.parameters, byWeight),
      ...statisticsUpdates(layout, states, answers.updates),
    ],
    layerOutputs: answers.layerOutputs,
  };
}

/** New parameters and slots; an optimizer of full batches makes them outside of the graph. */
function parameterUpdates(
  optimizer: Optimizer,
  layout: ParameterLayout,
  parameters: Tensor,
  byWeight: readonly Tensor[],
): Update[] {
  if (isFullBatch(optimizer)) return [];
  const gradient = concatenate(byWeight.map(flat));
  return optimizerUpdates(optimizer, layout, parameters, gradient).map(({ state, value }) =>
    state === parameters ? { state, value: constrained(layout.parameters, value) } : { state, value },
  );
}

/**
 * One training step. It reads the rows of every input and target (`x`, `y`) and their weights (`w`), `indices` (the
 * rows of this batch), `seed` and `step` (random numbers), `learningRate` and `iteration` (optimizer); it updates
 * `parameters`, `statistics` and the optimizer's slots; its outputs are the loss of the batch and the totals of the
 * metrics.
 *
 * @throws {ConfigError} when the model has nothing to train.
 */
export function trainingProgram(step: TrainingStep): Program {
  const { outputs, updates } = trainingGraph(step);
  return createProgram({ outputs, updates });
}

/**
 * What an optimizer of full batches asks for: the outputs are those of a training step, `gradient` (one number for each
 * parameter) and, where there are weights that are not trained but change, `newStatistics`. Nothing is updated.
 */
export function gradientProgram(step: TrainingStep): Program {
  const { outputs, weightGradients: byWeight, updates } = trainingGraph(step);
  const [statistics] = updates;
  return createProgram({
    outputs: {
      ...outputs,
      [bindingNames.gradient]: concatenate(byWeight.map(flat)),
      ...(statistics === undefined ? {} : { [bindingNames.newStatistics]: statistics.value }),
    },
  });
}
