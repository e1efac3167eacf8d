// predict: what a model says of rows, many at a time.
import type { Eventually } from "../backends/index.ts";
import { type ArrayData, ConfigError, NdArray, sizeOf } from "../tensor/index.ts";
import { checkBatchSize, modelStateNames } from "./evaluate.ts";
import { chain } from "./eventually.ts";
import { builtState, featuresOf, type ModelCore } from "./modelCore.ts";
import { Breath } from "./nextTask.ts";
import { inputBinding, outputBinding, predictionProgram } from "./programs/index.ts";
import { type FeatureInput, prepareFeatures } from "./rows/rows.ts";
import type { Prepared, Runtime } from "./runtime.ts";
import type { ModelState } from "./states/modelState.ts";

/** The size of compiled batch in which rows are predicted: a power of two, so that few sizes are ever compiled. */
function compiledSize(rows: number, batchSize: number): number {
  return rows >= batchSize ? batchSize : Math.min(batchSize, 2 ** Math.ceil(Math.log2(rows)));
}

/** The program that predicts so many rows. */
export function preparedPrediction(state: ModelState, runtime: Runtime, size: number): Eventually<Prepared> {
  const program = () => predictionProgram(state.network, state.layout, size);
  return runtime.prepare(`predict ${size}`, program, { shared: modelStateNames });
}

function memoryLike(data: ArrayData, length: number): ArrayData {
  return data instanceof Float64Array ? new Float64Array(length) : new Float32Array(length);
}

/** The outputs for at most `size` rows; what follows their outputs has no meaning. */
async function predictBatch(
  state: ModelState,
  runtime: Runtime,
  rows: readonly NdArray[],
  size: number,
): Promise<ArrayData[]> {
  const preparing = preparedPrediction(state, runtime, size);
  let prepared = preparing instanceof Promise ? await preparing : preparing;
  // While it was waited for, the model may have been compiled for another training.
  while (prepared.isReleased) prepared = await preparedPrediction(state, runtime, size);
  const { own, invocation } = prepared;
  return prepared.exclusively(() => {
    rows.forEach((array, position) => void own[inputBinding(position)]?.write(array.data));
    return chain(invocation?.run(), () =>
      Promise.all(
        state.network.outputs.map(
          async (_, position) => (await own[outputBinding(position)]?.read()) ?? new Float32Array(0),
        ),
      ),
    );
  });
}

/** The model's outputs for rows, `batchSize` at a time, in the order of the outputs. */
export async function predictAll(core: ModelCore, input: FeatureInput, batchSize: number): Promise<NdArray[]> {
  checkBatchSize(batchSize);
  const state = builtState(core, "predict");
  const x = prepareFeatures(state.network, featuresOf(core, input, "x").x, "x");
  return state.using(() => predictRows(core, state, x, batchSize));
}

async function predictRows(
  core: ModelCore,
  state: ModelState,
  x: readonly NdArray[],
  batchSize: number,
): Promise<NdArray[]> {
  const { network } = state;
  const rows = x[0]?.shape[0] ?? 0;
  const runtime = await state.open(core.backend);
  const breath = new Breath();
  const results: ArrayData[] = [];
  for (let start = 0; start < rows; start += batchSize) {
    const end = Math.min(rows, start + batchSize);
    const batch = x.map((array) => array.rows(start, end));
    const outputs = await predictBatch(state, runtime, batch, compiledSize(end - start, batchSize));
    outputs.forEach((output, position) => {
      const size = sizeOf(network.outputs[position]?.shape ?? []);
      results[position] ??= memoryLike(output, rows * size);
      results[position].set(output.subarray(0, (end - start) * size), start * size);
    });
    if (breath.isDue) await breath.take();
  }
  return network.outputs.map(
    ({ shape }, position) => new NdArray(results[position] ?? new Float32Array(0), [rows, ...shape]),
  );
}

/**
 * The model's one output for rows.
 *
 * @throws {ConfigError} when it has several.
 */
export async function predict(core: ModelCore, input: FeatureInput, batchSize: number): Promise<NdArray> {
  const { outputNames } = core.architecture;
  if (outputNames.length !== 1) {
    throw new ConfigError("predict gives one output", {
      got: `a model with ${outputNames.join(", ")}`,
      fix: "Call predictOutputs, which gives each by its name",
    });
  }
  const [output] = await predictAll(core, input, batchSize);
  if (output === undefined) throw new ConfigError("the model has no output");
  return output;
}
