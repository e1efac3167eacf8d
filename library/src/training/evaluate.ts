// evaluate: loss and metrics on rows that are not trained on.
import type { Eventually } from "../backends/index.ts";
import { ConfigError } from "../tensor/index.ts";
import { chain } from "./eventually.ts";
import type { Scores } from "./history.ts";
import { builtState, compiledConfig, featuresOf, type ModelCore } from "./modelCore.ts";
import { Breath } from "./nextTask.ts";
import {
  bindingNames,
  evaluationProgram,
  formsKey,
  inputBinding,
  targetBinding,
  weightBinding,
} from "./programs/index.ts";
import { formsOf, type PreparedRows, prepareRows, type RowsInput, sliceRows } from "./rows/rows.ts";
import type { Prepared, Runtime } from "./runtime.ts";
import { ScoreTotals } from "./scoreTotals.ts";
import type { ModelState } from "./states/modelState.ts";
import type { TrainingConfig } from "./trainingConfig.ts";

/** The shared bindings of programs that do not train. */
export const modelStateNames: readonly string[] = [bindingNames.parameters, bindingNames.statistics];

/** @throws {ConfigError} for a batch size that is no positive whole number. */
export function checkBatchSize(batchSize: number): void {
  if (Number.isSafeInteger(batchSize) && batchSize > 0) return;
  throw new ConfigError("batchSize", { got: String(batchSize), expected: "a positive whole number" });
}

/** An evaluation at work. */
interface Evaluation {
  readonly core: ModelCore;
  readonly state: ModelState;
  readonly config: TrainingConfig;
  readonly runtime: Runtime;
  readonly totals: ScoreTotals;
}

function preparedFor({ state, config, runtime }: Evaluation, rows: PreparedRows): Eventually<Prepared> {
  const { network, layout } = state;
  const forms = formsOf(rows);
  const key = `evaluate ${rows.rows} ${formsKey(forms)}`;
  const program = () => evaluationProgram(network, layout, config, forms, rows.rows);
  return runtime.prepare(key, program, { shared: modelStateNames });
}

function write({ own }: Prepared, { x, y, weights }: PreparedRows): void {
  x.forEach((array, position) => void own[inputBinding(position)]?.write(array.data));
  y.forEach(({ data }, position) => void own[targetBinding(position)]?.write(data.data));
  weights.forEach((array, position) => {
    if (array !== undefined) own[weightBinding(position)]?.write(array.data);
  });
}

/** @throws {ConfigError} when the model has been compiled for another loss in the meantime. */
function evaluateBatch(evaluation: Evaluation, batch: PreparedRows): Eventually<number> {
  const { core, config, totals } = evaluation;
  if (core.config !== config) {
    throw new ConfigError("the model was compiled anew while it was evaluated", { fix: "Wait for evaluate to end" });
  }
  return chain(preparedFor(evaluation, batch), (prepared) =>
    prepared.exclusively(() => {
      write(prepared, batch);
      return chain(prepared.invocation?.run(), () => totals.add(prepared.own, batch.rows));
    }),
  );
}

async function evaluateBatches(
  evaluation: Evaluation,
  rows: PreparedRows,
  batchSize: number,
  signal: AbortSignal | undefined,
): Promise<Record<string, number> & { loss: number }> {
  const breath = new Breath();
  for (let start = 0; start < rows.rows; start += batchSize) {
    const added = evaluateBatch(evaluation, sliceRows(rows, start, Math.min(rows.rows, start + batchSize)));
    if (added instanceof Promise) await added;
    if (breath.isDue) await breath.take();
    signal?.throwIfAborted();
  }
  return evaluation.totals.scores();
}

/** Loss and metrics of rows that have been prepared. */
export function evaluateRows(
  core: ModelCore,
  config: TrainingConfig,
  rows: PreparedRows,
  { batchSize, signal }: { readonly batchSize: number; readonly signal?: AbortSignal | undefined },
): Promise<Record<string, number> & { loss: number }> {
  const state = builtState(core, "evaluate");
  return state.using(async () => {
    const runtime = await state.open(core.backend);
    const evaluation = { core, state, config, runtime, totals: new ScoreTotals(config) };
    return evaluateBatches(evaluation, rows, batchSize, signal);
  });
}

/** Loss and metrics of rows in whatever form. */
export async function evaluate(core: ModelCore, input: RowsInput, batchSize: number): Promise<Scores> {
  checkBatchSize(batchSize);
  const config = compiledConfig(core, "evaluate");
  const { network } = builtState(core, "evaluate");
  const rows = prepareRows(network, config, { ...input, x: featuresOf(core, input.x, "x").x });
  return evaluateRows(core, config, rows, { batchSize });
}
