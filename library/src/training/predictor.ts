// predictor: what a model says of one row, at once.
import { showData } from "../data/index.ts";
import { ConfigError, DataError, sizeOf } from "../tensor/index.ts";
import { chain, immediately } from "./eventually.ts";
import { builtState, type ModelCore } from "./modelCore.ts";
import { preparedPrediction } from "./predict.ts";
import { inputBinding, outputBinding } from "./programs/index.ts";
import type { Prepared, Runtime } from "./runtime.ts";

/** Predicts one row at once. */
export type Predictor = (row: ArrayLike<number>) => Float32Array;

/** Options of a predictor. */
export interface PredictorOptions {
  /** Whether every call gives the same array with new numbers, so that nothing is allocated. Default false. */
  readonly reuse?: boolean;
}

function checkRow(row: ArrayLike<number>, size: number): void {
  if (row?.length !== size) {
    const got = typeof row?.length === "number" ? `${row.length} values` : showData(row);
    throw new DataError("the row does not fit the model", { got, expected: `${size}` });
  }
  for (let index = 0; index < size; index += 1) {
    const value: unknown = row[index];
    if (typeof value !== "number" || !Number.isFinite(value)) {
      throw new DataError(`column ${index} of the row`, { got: showData(value), expected: "a finite number" });
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
  let state = builtState(core, "predictor");
  const { inputs, outputs } = state.network;
  const [input] = inputs;
  const [output] = outputs;
  if (input === undefined || output === undefined || inputs.length + outputs.length !== 2) {
    throw new ConfigError("a predictor is for models with one input and one output", { fix: "Use predictOutputs" });
  }
  const inputSize = sizeOf(input.shape);
  const outputSize = sizeOf(output.shape);
  const kept = new Float32Array(outputSize);
  let runtime: Runtime | undefined;
  let prepared: Prepared | undefined;
  const prepare = (): Prepared => {
    const ready = chain(state.open(core.backend), (opened) => {
      runtime = opened;
      return preparedPrediction(state, opened, 1);
    });
    return immediately(ready, "a predictor");
  };
  prepared = prepare();
  return (row) => {
    checkRow(row, inputSize);
    const present = builtState(core, "predictor");
    // Other programs may have taken this one's place among those that stay compiled; the model may have got another
    // state (when layers were frozen) or another backend.
    if (prepared === undefined || present !== state || runtime !== state.current || prepared.isReleased) {
      state = present;
      prepared = prepare();
    }
    state.synchronize();
    prepared.own[inputBinding(0)]?.write(row);
    immediately(prepared.invocation?.run(), "a predictor");
    const result = reuse ? kept : new Float32Array(outputSize);
    const stored = prepared.own[outputBinding(0)];
    if (stored !== undefined && "get" in stored && typeof stored.get === "function") {
      for (let index = 0; index < outputSize; index += 1) result[index] = stored.get(index);
    }
    return result;
  };
}
