// The program that computes losses and metrics for a batch.
import { createProgram, type Program } from "../../graph/index.ts";
import { type LossReduction, type Network, weightedMean } from "../../nn/index.ts";
import { add, multiply } from "../../ops/index.ts";
import { GraphError, type Tensor } from "../../tensor/index.ts";
import { metricContext, type OutputConfig, type TrainingConfig } from "../trainingConfig.ts";
import {
  bindingNames,
  type Judging,
  judgingInputs,
  lossBinding,
  modelOutputs,
  modelStates,
  type RowForms,
  rowInputs,
  totalBinding,
} from "./modelGraph.ts";
import type { ParameterLayout } from "./parameterLayout.ts";

/** Predictions of one output, and what they are judged by. */
interface Judged {
  readonly yTrue: Tensor;
  readonly yPredicted: Tensor;
  readonly weights: Tensor | undefined;
}

function totalsOf(output: OutputConfig, { yTrue, yPredicted, weights }: Judged): [string, Tensor][] {
  const context = metricContext(output);
  return output.metrics.flatMap(({ name, metric, isWeighted }) => {
    const own = isWeighted && weights !== undefined ? { ...context, weights } : context;
    const totals = Object.entries(metric.totals(yTrue, yPredicted, own));
    return totals.map(([total, value]): [string, Tensor] => [totalBinding(name, total), value]);
  });
}

function lossOf({ loss }: OutputConfig, { yTrue, yPredicted, weights }: Judged, reduction: LossReduction): Tensor {
  return weightedMean(loss.call(yTrue, yPredicted), weights, reduction, loss.counted(yTrue));
}

/** What a network gives for a batch. */
export interface Answers {
  readonly outputs: readonly Tensor[];
  /** Scalars that layers and regularizers add to the loss. */
  readonly penalties: readonly Tensor[];
}

/** The loss of a batch, that of each output where there are several, and the totals of each metric, by their bindings. */
export function scores(
  config: TrainingConfig,
  { targets, weights }: Judging,
  { outputs, penalties }: Answers,
): Readonly<Record<string, Tensor>> {
  const values: [string, Tensor][] = [];
  let total: Tensor | undefined;
  config.outputs.forEach((output, position) => {
    const [yTrue, yPredicted] = [targets[position], outputs[position]];
    if (yTrue === undefined || yPredicted === undefined) throw new GraphError(`the output "${output.name}" is missing`);
    const judged = { yTrue, yPredicted, weights: weights[position] };
    const own = lossOf(output, judged, config.reduction);
    if (output.lossName !== undefined) values.push([lossBinding(output.lossName), own]);
    const share = output.lossWeight === 1 ? own : multiply(own, output.lossWeight);
    total = total === undefined ? share : add(total, share);
    values.push(...totalsOf(output, judged));
  });
  if (total === undefined) throw new GraphError("a model without outputs has no loss");
  const loss = penalties.reduce((sum, penalty) => add(sum, penalty), total);
  return { [bindingNames.loss]: loss, ...Object.fromEntries(values) };
}

/** From a batch of rows with targets to the loss and the totals of the metrics. */
export function evaluationProgram(
  network: Network,
  layout: ParameterLayout,
  config: TrainingConfig,
  forms: RowForms,
  rows: number,
): Program {
  const answers = modelOutputs(network, modelStates(layout), rowInputs(network, rows));
  return createProgram({ outputs: scores(config, judgingInputs(forms, rows), answers) });
}
