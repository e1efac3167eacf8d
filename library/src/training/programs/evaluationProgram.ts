// The program that computes loss and metrics for a batch.
import { createProgram, type Program } from "../../graph/index.ts";
import type { Network, TargetForm } from "../../nn/index.ts";
import { input, mean } from "../../ops/index.ts";
import type { Tensor } from "../../tensor/index.ts";
import type { ParameterLayout } from "../parameterLayout.ts";
import { metricContext, type TrainingConfig } from "../trainingConfig.ts";
import { bindingNames, inputSpec, modelOutput, modelStates, totalBinding } from "./modelGraph.ts";

/** Targets as input of a program. */
export function targetInput({ shape, dtype }: TargetForm, rows: number): Tensor {
  return input(bindingNames.y, [rows, ...shape], dtype);
}

/** The mean loss of a batch, and the totals of each metric, by the names of their bindings. */
export function scores(config: TrainingConfig, yTrue: Tensor, yPredicted: Tensor): Readonly<Record<string, Tensor>> {
  const totals = config.metrics.flatMap((metric) =>
    Object.entries(metric.totals(yTrue, yPredicted, metricContext(config))).map(([name, total]): [string, Tensor] => [
      totalBinding(metric.type, name),
      total,
    ]),
  );
  return { [bindingNames.loss]: mean(config.loss.call(yTrue, yPredicted)), ...Object.fromEntries(totals) };
}

/** From `x` and `y`, a batch of rows, to the mean loss and the totals of the metrics. */
export function evaluationProgram(
  network: Network,
  layout: ParameterLayout,
  config: TrainingConfig,
  form: TargetForm,
  rows: number,
): Program {
  const { shape, dtype } = inputSpec(network, rows);
  const { output } = modelOutput(network, modelStates(layout), input(bindingNames.x, shape, dtype));
  return createProgram({ outputs: scores(config, targetInput(form, rows), output) });
}
