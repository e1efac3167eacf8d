// predict and predictor: what a model says of rows, many at a time or one.
import type { Eventually } from "../backends/index.ts";
import type { ArrayInput } from "../data/index.ts";
import { type ArrayData, DataError, NdArray, sizeOf } from "../tensor/index.ts";
import { checkBatchSize, modelStateNames } from "./evaluate.ts";
import { chain, immediately } from "./eventually.ts";
import { builtState, type ModelCore } from "./modelCore.ts";
import type { ModelState } from "./modelState.ts";
import { Breath } from "./nextTask.ts";
import { bindingNames, outputShapeOf, predictionProgram } from "./programs/index.ts";
import { prepareFeatures } from "./rows.ts";
import type { Prepared, Runtime } from "./runtime.ts";

/** The size of compiled batch in which rows are predicted: a power of two, so that few sizes are ever compiled. */
function compiledSize(rows: number, batchSize: number): number {
  return rows >= batchSize ? batchSize : Math.min(batchSize, 2 ** Math.ceil(Math.log2(rows)));
}

function preparedFor(state: ModelState, runtime: Runtime, size: number): Eventually<Prepared> {
  const program = () => predictionProgram(state.network, state.layout, size);
  return runtime.prepare(`predict ${size}`, program, { shared: modelStateNames });
}

function memoryLike(data: ArrayData, length: number): ArrayData {
  return data instanceof Float64Array ? new Float64Array(length) : new Float32Array(length);
}

/** The output for at most `size` rows; what follows their outputs has no meaning. */
function predictBatch(state: ModelState, runtime: Runtime, rows: ArrayData, size: number): Eventually<ArrayData> {
  return chain(preparedFor(state, runtime, size), (prepared) =>
    prepared.exclusively(() => {
      prepared.own[bindingNames.x]?.write(rows);
      const read = (): Eventually<ArrayData> => prepared.own[bindingNames.output]?.read() ?? new Float32Array(0);
      return chain(prepared.invocation?.run(), read);
    }),
  );
}

/** The model's output for rows, `batchSize` at a time. */
export async function predict(core: ModelCore, input: ArrayInput, batchSize: number): Promise<NdArray> {
  checkBatchSize(batchSize);
  const state = builtState(core, "predict");
  const x = prepareFeatures(state.network, input, "x");
  const rows = x.shape[0] ?? 0;
  const outputShape = outputShapeOf(state.network);
  const outputSize = sizeOf(outputShape);
  const runtime = await state.open(core.backend);
  const breath = new Breath();
  let result: ArrayData | undefined;
  for (let start = 0; start < rows; start += batchSize) {
    const end = Math.min(rows, start + batchSize);
    const batch = x.rows(start, end).data;
    const output = await predictBatch(state, runtime, batch, compiledSize(end - start, batchSize));
    result ??= memoryLike(output, rows * outputSize);
    result.set(output.subarray(0, (end - start) * outputSize), start * outputSize);
    if (breath.isDue) await breath.take();
  }
  return new NdArray(result ?? new Float32Array(0), [rows, ...outputShape]);
}

/** Predicts one row at once. */
export type Predictor = (row: ArrayLike<number>) => Float32Array;

/** Options of a predictor. */
export interface PredictorOptions {
  /** Whether every call gives the same array with new numbers, so that nothing is allocated. Default false. */
  readonly reuse?: boolean;
}

function checkRow(row: ArrayLike<number>, size: number): void {
  if (row.length !== size) {
    throw new DataError("the row does not fit the model", { got: `${row.length} values`, expected: `${size}` });
  }
  for (let index = 0; index < size; index += 1) {
    const value: unknown = row[index];
    if (typeof value !== "number" || !Number.isFinite(value)) {
      throw new DataError(`column ${index} of the row`, { got: String(value), expected: "a finite number" });
    }
  }
}

/**
 * A function that predicts one row at once; nothing is compiled in its calls. It always uses the model's present
 * weights.
 *
 * @throws {BackendError} when the model's backend only promises its answers.
 */
export function predictor(core: ModelCore, { reuse = false }: PredictorOptions): Predictor {
  const state = builtState(core, "predictor");
  const inputSize = sizeOf(state.network.inputs[0]?.shape ?? []);
  const outputSize = sizeOf(outputShapeOf(state.network));
  const kept = new Float32Array(outputSize);
  let runtime: Runtime | undefined;
  let prepared: Prepared | undefined;
  const prepare = (): Prepared => {
    const ready = chain(state.open(core.backend), (opened) => {
      runtime = opened;
      return preparedFor(state, opened, 1);
    });
    return immediately(ready, "a predictor");
  };
  prepared = prepare();
  return (row) => {
    checkRow(row, inputSize);
    // Other programs may have taken this one's place among those that stay compiled, or the model another backend.
    if (prepared === undefined || runtime !== state.current || prepared.isReleased) prepared = prepare();
    state.synchronize();
    prepared.own[bindingNames.x]?.write(row);
    immediately(prepared.invocation?.run(), "a predictor");
    const result = reuse ? kept : new Float32Array(outputSize);
    const output = prepared.own[bindingNames.output];
    if (output !== undefined && "get" in output && typeof output.get === "function") {
      for (let index = 0; index < outputSize; index += 1) result[index] = output.get(index);
    }
    return result;
  };
}
