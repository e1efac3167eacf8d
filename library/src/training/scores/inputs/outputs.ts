// True and predicted numbers with one or several outputs for each row, and the average over outputs.
import type { ArrayInput } from "../../../data/index.ts";
import { type ArrayData, ConfigError, DataError } from "../../../tensor/index.ts";
import { checkSameRows, readColumns, readWeights } from "./columns.ts";
import { sum, weightedMean } from "./sum.ts";

/** How much each row counts. */
interface RowWeights {
  /** How much each row counts. Default: all the same. */
  readonly sampleWeight?: ArrayInput;
}

/** Options of every score of numbers. */
export interface RegressionOptions extends RowWeights {
  /** How outputs are averaged: all the same (default), or with a weight for each. */
  readonly multioutput?: "uniformAverage" | readonly number[];
}

/** Options of every score of numbers when one number is wanted for each output. */
export interface RawOptions extends RowWeights {
  readonly multioutput: "rawValues";
}

/** Options of scores of explained variation. */
export interface ExplainedOptions extends RowWeights {
  /** How outputs are averaged: all the same (default), weighted by their variance, or with a weight for each. */
  readonly multioutput?: "uniformAverage" | "varianceWeighted" | readonly number[];
}

/** Whether divisions by 0 are kept out of scores of explained variation. */
export interface FiniteOptions {
  /** Whether outputs without variation score 1 or 0 instead of NaN or -Infinity. Default: true. */
  readonly forceFinite?: boolean;
}

/** Every way to treat several outputs. */
export type Multioutput = "rawValues" | "uniformAverage" | "varianceWeighted" | readonly number[];

/** Options of scores of numbers, whatever they return. */
export interface AnyRegression extends RowWeights {
  readonly multioutput?: Multioutput;
}

/** True and predicted numbers, row-major, [rows, columns] each. */
export interface Outputs {
  readonly truth: ArrayData;
  readonly predicted: ArrayData;
  readonly rows: number;
  readonly columns: number;
  readonly weights: Float64Array | undefined;
}

/**
 * Reads true and predicted numbers, [rows] or [rows, outputs].
 *
 * @throws {DataError} for what does not fit, naming the row where one value is wrong.
 */
export function readOutputs(yTrue: ArrayInput, yPredicted: ArrayInput, sampleWeight?: ArrayInput): Outputs {
  const truth = readColumns(yTrue, "yTrue");
  const predicted = readColumns(yPredicted, "yPredicted");
  checkSameRows(["yTrue", truth.rows], ["yPredicted", predicted.rows]);
  if (truth.columns !== predicted.columns) {
    throw new DataError("yTrue and yPredicted have different numbers of outputs", {
      got: `${truth.columns} and ${predicted.columns}`,
    });
  }
  const weights = readWeights(sampleWeight, truth.rows);
  return { truth: truth.data, predicted: predicted.data, rows: truth.rows, columns: truth.columns, weights };
}

/** For each output the mean over rows of a function of true and predicted number. */
export function meanOfOutputs(
  { truth, predicted, rows, columns, weights }: Outputs,
  error: (truth: number, predicted: number, column: number) => number,
): Float64Array {
  return Float64Array.from({ length: columns }, (_, column) =>
    weightedMean(
      rows,
      (row) => error(truth[row * columns + column] ?? 0, predicted[row * columns + column] ?? 0, column),
      weights,
    ),
  );
}

/**
 * For each output the mean over rows of a function, taken from its value in the first row on, so that it is exact where
 * all rows have the same value: then no rounding looks like variation.
 */
export function centersOfOutputs(outputs: Outputs, value: (truth: number, predicted: number) => number): Float64Array {
  const { truth, predicted, columns } = outputs;
  const first = Float64Array.from({ length: columns }, (_, column) =>
    value(truth[column] ?? 0, predicted[column] ?? 0),
  );
  const rest = meanOfOutputs(outputs, (is, answer, column) => value(is, answer) - (first[column] ?? 0));
  return rest.map((mean, column) => mean + (first[column] ?? 0));
}

/**
 * The average over outputs, or all of them for `"rawValues"`.
 *
 * @param variances weights of `"varianceWeighted"`; all the same where all are 0.
 * @throws {ConfigError} for an average that does not exist, or other weights than outputs.
 */
export function averageOutputs(
  values: Float64Array,
  multioutput: Multioutput = "uniformAverage",
  variances?: Float64Array,
): number | Float64Array {
  if (multioutput === "rawValues") return values;
  const weights = outputWeights(values.length, multioutput, variances);
  return weightedMean(values.length, (output) => values[output] ?? 0, weights);
}

function outputWeights(outputs: number, multioutput: Multioutput, variances?: Float64Array): Float64Array | undefined {
  if (multioutput === "uniformAverage") return undefined;
  if (multioutput === "varianceWeighted" && variances !== undefined) {
    return variances.some((variance) => variance !== 0) ? variances : undefined;
  }
  if (typeof multioutput === "string") {
    const others = variances === undefined ? "" : ", varianceWeighted";
    throw new ConfigError("multioutput", {
      got: JSON.stringify(multioutput),
      expected: `uniformAverage, rawValues${others} or a weight for each output`,
    });
  }
  const weights = Float64Array.from(multioutput);
  if (weights.length === outputs && sum(weights) !== 0 && weights.every(Number.isFinite)) return weights;
  throw new ConfigError("multioutput", {
    got: `the weights ${weights.join(", ")}`,
    expected: `${outputs} finite weights whose sum is not 0`,
  });
}

/**
 * `1 - unexplained / all` for each output, averaged. Where there is nothing to explain: 1 for exact predictions, else
 * 0; without `forceFinite` what the division gives, NaN or -Infinity.
 */
export function explainedShare(
  unexplained: Float64Array,
  all: Float64Array,
  multioutput: Multioutput | undefined,
  forceFinite: boolean,
): number | Float64Array {
  const shares = unexplained.map((rest, output) => {
    const total = all[output] ?? 0;
    if (!forceFinite || (rest !== 0 && total !== 0)) return 1 - rest / total;
    return rest === 0 ? 1 : 0;
  });
  return averageOutputs(shares, multioutput, all);
}

/** @throws {DataError} when there are less than two rows, of which nothing can be explained. */
export function checkTwoRows({ rows }: Outputs, name: string): void {
  if (rows >= 2) return;
  throw new DataError(`${name} is not defined for a single row`, { where: "yTrue", expected: "at least two rows" });
}
