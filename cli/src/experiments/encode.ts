// Encoders between a table's numbers and the network's: fitted on the training rows, applied to all others.
import { type Encoder, minMaxScaler, NdArray, standardScaler } from "chainrule";
import { type Dataset, featureRows, targetRows } from "./dataset.ts";

/** Fitted encoders of a dataset. */
export interface Encoders {
  readonly features: Encoder;
  /** Only of a regression: the network learns a target of mean 0 and deviation 1. */
  readonly target: Encoder | undefined;
}

/** Fits the encoders on the training rows and on nothing else. */
export function fitEncoders(dataset: Dataset, train: Int32Array): Encoders {
  const features = fitFeatures(dataset, train);
  if (dataset.target.task === "classification") return { features, target: undefined };
  return { features, target: standardScaler().fit(column(targetRows(dataset, train))) };
}

/** Features of one unit and a known range become 0 to 1 together; others have a mean of 0 and a deviation of 1 each. */
function fitFeatures(dataset: Dataset, train: Int32Array): Encoder {
  if (dataset.range === undefined) return standardScaler().fit(featureRows(dataset, train));
  const columns = dataset.features.names.length;
  const ends = dataset.range.flatMap((end) => new Array<number>(columns).fill(end));
  return minMaxScaler().fit(new NdArray(Float64Array.from(ends), [2, columns]));
}

/** Encoded rows, ready for the network. */
export interface EncodedRows {
  readonly x: NdArray;
  /** Labels' indices [rows] of a classification, numbers [rows, 1] of a regression. */
  readonly y: NdArray;
}

/** Encodes some rows of a dataset. */
export function encodeRows(dataset: Dataset, encoders: Encoders, rows: Int32Array): EncodedRows {
  const values = targetRows(dataset, rows);
  const y =
    encoders.target === undefined ? new NdArray(values, [rows.length]) : encoders.target.transform(column(values));
  return { x: encoders.features.transform(featureRows(dataset, rows)), y };
}

/** Numbers as the only column of a table. */
export function column(values: Float64Array | Int32Array): NdArray {
  return new NdArray(values, [values.length, 1]);
}
