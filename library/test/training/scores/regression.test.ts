// Scores of numbers: several outputs, weights, what is constant, and errors that name the row.
import { describe, expect, test } from "vitest";
import { ConfigError, DataError, NdArray } from "../../../src/tensor/index.ts";
import * as scores from "../../../src/training/scores/index.ts";

const truth = [
  [0.5, 1],
  [-1, 1],
  [7, -6],
];
const predicted = [
  [0, 2],
  [-1, 2],
  [8, -5],
];

describe("several outputs", () => {
  test("are averaged, weighted, or kept apart", () => {
    expect(scores.meanSquaredError(truth, predicted)).toBeCloseTo(0.7083333333333334, 14);
    expect(scores.meanSquaredError(truth, predicted, { multioutput: [0.3, 0.7] })).toBeCloseTo(0.825, 14);
    expect([...scores.meanAbsoluteError(truth, predicted, { multioutput: "rawValues" })]).toEqual([0.5, 1]);
  });
  test("may be weighted by their variance", () => {
    expect(scores.r2Score(truth, predicted, { multioutput: "varianceWeighted" })).toBeCloseTo(0.9382566585956417, 13);
  });
  test("of one column are the same as none", () => {
    const column = new NdArray(Float64Array.of(1, 2, 4), [3, 1]);
    expect(scores.r2Score(column, [1, 2, 3])).toBe(scores.r2Score([1, 2, 4], Float32Array.of(1, 2, 3)));
  });
});

describe("what does not vary", () => {
  test("is explained by exact predictions alone, whatever rounding makes of its mean", () => {
    for (const constant of [2, 0.1, 1 / 3]) {
      const same = [constant, constant, constant];
      const sampleWeight = [0.3, 0.7, 0.1];
      expect(scores.r2Score(same, same, { sampleWeight })).toBe(1);
      expect(scores.r2Score(same, [1, 2, 3], { sampleWeight })).toBe(0);
      expect(scores.r2Score(same, [1, 2, 3])).toBe(0);
      expect(scores.explainedVarianceScore(same, [1, 2, 3], { sampleWeight })).toBe(0);
    }
  });
  test("divides by 0 if that is wanted", () => {
    expect(scores.r2Score([2, 2], [2, 2], { forceFinite: false })).toBeNaN();
    expect(scores.r2Score([2, 2], [2, 3], { forceFinite: false })).toBe(Number.NEGATIVE_INFINITY);
  });
});

test("a constant error costs no explained variance", () => {
  expect(scores.explainedVarianceScore([1, 2, 3], [2, 3, 4])).toBe(1);
  expect(scores.r2Score([1, 2, 3], [2, 3, 4])).toBe(-0.5);
});

test("a median with weights has half of the weight on either side", () => {
  const median = (sampleWeight: number[]) => scores.medianAbsoluteError([0, 0, 0, 0], [1, 2, 3, 4], { sampleWeight });
  expect(median([1, 1, 1, 1])).toBe(2.5);
  expect(median([1, 1, 1, 5])).toBe(4);
  expect(median([0, 1, 0, 1])).toBe(3);
});

test("the pinball loss of the median is half the absolute error, and each quantile explains nothing of its own", () => {
  expect(scores.meanPinballLoss([1, 2, 6], [2, 2, 2])).toBeCloseTo(
    scores.meanAbsoluteError([1, 2, 6], [2, 2, 2]) / 2,
    15,
  );
  expect(scores.d2PinballScore([1, 2, 3, 4, 5], [5, 5, 5, 5, 5], { alpha: 0.9 })).toBe(0);
  expect(scores.d2AbsoluteErrorScore([1, 2, 6], [2, 2, 2])).toBe(0);
});

test.each([
  [() => scores.meanSquaredError([1, 2], [1]), "yTrue and yPredicted have different numbers of rows: got 2 and 1"],
  [() => scores.meanSquaredError([], []), "yTrue: is empty"],
  [() => scores.meanSquaredError([1, Number.NaN], [1, 2]), "yTrue: row 1: got NaN, expected a finite number"],
  [
    () => scores.meanSquaredError(truth, [1, 2, 3]),
    "yTrue and yPredicted have different numbers of outputs: got 2 and 1",
  ],
  [() => scores.meanSquaredError([[[1]]], [1]), "yTrue: is neither one number nor one list of numbers for each row"],
  [() => scores.r2Score([1], [1]), "yTrue: R² is not defined for a single row: expected at least two rows"],
  [() => scores.d2AbsoluteErrorScore([1], [1]), "D² is not defined for a single row"],
  [() => scores.maxError(truth, predicted), "yTrue: has several outputs: got 2, expected one"],
  [() => scores.meanSquaredLogError([1, 2], [1, -1]), "yPredicted: row 1: got -1, expected a number above -1"],
  [() => scores.rootMeanSquaredLogError([[1, -3]], [[1, 1]]), "yTrue: row 0, column 1: got -3"],
])("data that do not fit are refused: %#", (call, message) => {
  expect(call).toThrow(DataError);
  expect(call).toThrow(message);
});

test.each([
  [
    () => scores.meanSquaredError(truth, predicted, { multioutput: [1] }),
    "multioutput: got the weights 1, expected 2 fin",
  ],
  [
    () => scores.meanSquaredError(truth, predicted, JSON.parse('{"multioutput":"varianceWeighted"}')),
    'multioutput: got "varianceWeighted", expected uniformAverage, rawValues or a weight for each output',
  ],
  [() => scores.meanPinballLoss([1], [1], { alpha: 2 }), "alpha: got 2, expected a number from 0 to 1"],
])("options that do not fit are refused: %#", (call, message) => {
  expect(call).toThrow(ConfigError);
  expect(call).toThrow(message);
});
