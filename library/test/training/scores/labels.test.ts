// Scores of labels: strings, one-hot rows and averages, and errors that name the row.
import { describe, expect, test } from "vitest";
import { ConfigError, DataError, NdArray } from "../../../src/tensor/index.ts";
import * as scores from "../../../src/training/scores/index.ts";

describe("labels", () => {
  const truth = ["cat", "dog", "dog", "ant"];
  const predicted = ["cat", "dog", "cat", "ant"];

  test("may be strings, in alphabetical order", () => {
    expect(scores.accuracyScore(truth, predicted)).toBe(0.75);
    expect([...scores.recallScore(truth, predicted, { average: "none" })]).toEqual([1, 1, 0.5]);
    expect(scores.confusionMatrix(truth, predicted).toNested()).toEqual([
      [1, 0, 0],
      [0, 1, 0],
      [0, 1, 1],
    ]);
  });
  test("may be any whole numbers, near and far apart, negative ones too", () => {
    expect(scores.confusionMatrix([-1, 1e9, -1], [-1, -1, 1e9]).toNested()).toEqual([
      [1, 1],
      [1, 0],
    ]);
    expect(scores.accuracyScore(Float32Array.of(-3, 0, 7), Int32Array.of(-3, -0, 8))).toBeCloseTo(2 / 3, 15);
  });
  test("may be one-hot rows and rows of probabilities, of which the largest counts", () => {
    const oneHot = [
      [1, 0, 0],
      [0, 0, 1],
      [0, 1, 0],
    ];
    const probabilities = new NdArray(Float32Array.of(0.5, 0.5, 0, 0.1, 0.1, 0.8, 0.4, 0.3, 0.3), [3, 3]);
    expect(scores.accuracyScore(oneHot, probabilities)).toBeCloseTo(2 / 3, 15);
    expect(scores.accuracyScore([0, 2, 1], probabilities)).toBeCloseTo(2 / 3, 15);
    expect(scores.accuracyScore(new NdArray(Int32Array.of(0, 2, 1), [3, 1]), [[0], [2], [1]])).toBe(1);
  });
  test.each([
    [() => scores.accuracyScore([0, 1], [0]), "yTrue and yPredicted have different numbers of rows: got 2 and 1"],
    [() => scores.accuracyScore([], []), "yTrue: is empty: got shape [0], expected [rows], [rows,1] or [rows,classes]"],
    [() => scores.accuracyScore([0, 1, 0.5], [0, 1, 1]), "yTrue: row 2: got 0.5, expected a label, a whole number"],
    [
      () => scores.f1Score([0, 1], [0.2, 0.7]),
      "row 0: got 0.2, expected a label, a whole number or a string. Turn prob",
    ],
    [() => scores.accuracyScore([0, Number.NaN], [0, 1]), "yTrue: row 1: got NaN, expected a label"],
    [() => scores.accuracyScore(["a", "b"], [0, 1]), "labels of different kinds: got strings and numbers. Write both"],
    [
      () =>
        scores.accuracyScore(
          [
            [1, 1],
            [0, 1],
          ],
          [0, 1],
        ),
      "yTrue: row 0: got several columns with the largest number",
    ],
    [() => scores.accuracyScore([[[1]]], [0]), "yTrue: is no list of labels: got shape [1,1,1]"],
    [
      () =>
        scores.accuracyScore(
          [0, 1],
          [
            [0.5, 0.5],
            [Number.NaN, 1],
          ],
        ),
      "yPredicted: row 1, column 0: got NaN",
    ],
    [
      () => scores.accuracyScore([0, 1], [0, 1], { sampleWeight: [1] }),
      "yTrue and sampleWeight have different numbers",
    ],
    [
      () => scores.accuracyScore([0, 1], [0, 1], { sampleWeight: [1, -2] }),
      "sampleWeight: row 1: got -2, expected a w",
    ],
    [
      () => scores.accuracyScore([0], [0], { sampleWeight: [0] }),
      "sampleWeight: leaves nothing to judge: got only zeros",
    ],
    [
      () => scores.f1Score(["no", "yes"], ["no", "no"]),
      'posLabel: does not occur: got 1, expected one of the labels "no"',
    ],
    [() => scores.confusionMatrix([0, 1], [1, 1], { labels: [4, 5] }), "labels: none of them is in yTrue: got 4, 5"],
  ])("that do not fit are refused: %#", (call, message) => {
    expect(call).toThrow(DataError);
    expect(call).toThrow(message);
  });
  test("that begin as strings stay strings", () => {
    const mixed: string[] = JSON.parse('["a", 3]');
    expect(() => scores.accuracyScore(mixed, ["a", "b"])).toThrow(
      "yTrue: row 1: got 3, expected a label, a string as in row 0",
    );
  });
});

describe("averages over labels", () => {
  const [truth, predicted] = [
    [0, 1, 2, 2, 1, 0],
    [0, 1, 1, 1, 1, 0],
  ];

  test("take what 0 / 0 is from zeroDivision, and leave NaN out", () => {
    const precision = (zeroDivision: number) =>
      scores.precisionScore(truth, predicted, { average: "macro", zeroDivision });
    expect(precision(0)).toBeCloseTo((1 + 0.5) / 3, 15);
    expect(precision(1)).toBeCloseTo((1 + 0.5 + 1) / 3, 15);
    expect(precision(Number.NaN)).toBeCloseTo((1 + 0.5) / 2, 15);
  });
  test("go over the labels that are asked for, known or not", () => {
    expect(scores.recallScore(truth, predicted, { average: "macro", labels: [0, 2] })).toBe(0.5);
    expect([...scores.recallScore(truth, predicted, { average: "none", labels: [7, 1] })]).toEqual([0, 1]);
  });
  test("of two classes are the positive one's alone", () => {
    expect(scores.recallScore([0, 1, 1], [0, 0, 1])).toBe(0.5);
    expect(scores.recallScore([0, 1, 1], [0, 0, 1], { posLabel: 0 })).toBe(1);
    expect(scores.recallScore(["n", "y", "y"], ["n", "n", "y"], { posLabel: "y" })).toBe(0.5);
  });
  test("of F-beta go from precision to recall", () => {
    const fBeta = (beta: number) => scores.fBetaScore([1, 1, 1, 0], [1, 0, 0, 0], { beta });
    expect(fBeta(0)).toBe(1);
    expect(fBeta(Number.POSITIVE_INFINITY)).toBeCloseTo(1 / 3, 15);
    expect(fBeta(1)).toBe(scores.f1Score([1, 1, 1, 0], [1, 0, 0, 0]));
  });
  test.each([
    [() => scores.f1Score(truth, predicted), 'average: got "binary" for 3 labels, 0, 1, 2, expected "micro", "macro"'],
    [() => scores.f1Score(truth, predicted, JSON.parse('{"average":"all"}')), 'average: got "all"'],
    [() => scores.f1Score([0], [1], { zeroDivision: 2 }), "zeroDivision: got 2, expected 0, 1 or NaN"],
    [() => scores.fBetaScore([0], [1], { beta: -1 }), "beta: got -1"],
    [() => scores.f1Score([0], [1], { average: "macro", labels: [1, 1] }), "labels: got 1 twice"],
    [() => scores.f1Score([0], [1], { average: "macro", labels: [] }), "labels: got no label"],
    [() => scores.confusionMatrix([0], [1], JSON.parse('{"normalize":"rows"}')), 'normalize: got "rows"'],
    [() => scores.cohenKappaScore([0], [1], JSON.parse('{"weights":"cubic"}')), "weights: got cubic"],
  ])("refuse options that do not exist or fit: %#", (call, message) => {
    expect(call).toThrow(ConfigError);
    expect(call).toThrow(message);
  });
});

describe("confusionMatrix", () => {
  test("counts by true class and predicted class", () => {
    const found = scores.confusionMatrix([0, 1, 2, 2, 0], Int32Array.of(0, 2, 2, 1, 0));
    expect(found.data).toBeInstanceOf(Int32Array);
    expect(found.toNested()).toEqual([
      [2, 0, 0],
      [0, 0, 1],
      [0, 1, 1],
    ]);
  });
  test("has a row for every label that is asked for, and leaves the others out", () => {
    expect(scores.confusionMatrix([0], [0], { labels: [0, 1] }).toNested()).toEqual([
      [1, 0],
      [0, 0],
    ]);
    expect(scores.confusionMatrix([0, 1, 2], [0, 2, 2], { labels: [2, 0] }).toNested()).toEqual([
      [1, 0],
      [0, 1],
    ]);
  });
  test("adds up weights, and divides by rows, columns or all", () => {
    const weighted = scores.confusionMatrix([0, 1, 1], [0, 0, 1], { sampleWeight: [0.5, 1, 3] });
    expect(weighted.toNested()).toEqual([
      [0.5, 0],
      [1, 3],
    ]);
    const shares = (normalize: "true" | "pred" | "all") =>
      scores.confusionMatrix([0, 1, 1], [0, 0, 1], { sampleWeight: [0.5, 1, 3], normalize }).toNested();
    expect(shares("true")).toEqual([
      [1, 0],
      [0.25, 0.75],
    ]);
    expect(shares("pred")).toEqual([
      [0.5 / 1.5, 0],
      [1 / 1.5, 1],
    ]);
    expect(shares("all")).toEqual([
      [0.5 / 4.5, 0],
      [1 / 4.5, 3 / 4.5],
    ]);
  });
  test("has one matrix of two classes for each label", () => {
    expect(scores.multilabelConfusionMatrix([0, 1, 2], [0, 2, 2]).toNested()).toEqual([
      [
        [2, 0],
        [0, 1],
      ],
      [
        [2, 0],
        [1, 0],
      ],
      [
        [1, 1],
        [0, 1],
      ],
    ]);
  });
});

test("zeroOneLoss counts what is wrong, with weights too", () => {
  expect(scores.zeroOneLoss([0, 1, 1], [0, 0, 0], { normalize: false })).toBe(2);
  expect(scores.zeroOneLoss([0, 1, 1], [0, 0, 0], { normalize: false, sampleWeight: [1, 2, 3] })).toBe(5);
});

test("topKAccuracyScore takes the later of equal scores first, as scikit-learn", () => {
  const ties = [
    [0.4, 0.4, 0.2],
    [0.4, 0.4, 0.2],
    [0.2, 0.4, 0.4],
  ];
  expect(scores.topKAccuracyScore([0, 1, 2], ties, { k: 1 })).toBeCloseTo(2 / 3, 15);
  expect(scores.topKAccuracyScore([0, 1, 2], ties, { k: 1, normalize: false })).toBe(2);
  expect(scores.topKAccuracyScore([0, 1, 2], ties)).toBe(1);
  expect(scores.topKAccuracyScore(["a", "b"], [-1, 2], { k: 1 })).toBe(1);
  expect(() => scores.topKAccuracyScore([0, 1, 1], ties)).toThrow(
    "other classes than columns of predictions: got the lab",
  );
  expect(() => scores.topKAccuracyScore([0, 1, 3], ties, { labels: [0, 1, 2] })).toThrow(
    "row 2: got 3, expected one of",
  );
  expect(() => scores.topKAccuracyScore([0, 1, 2], ties, { labels: [0, 2, 1] })).toThrow("labels: got 1 after 2");
  expect(() => scores.topKAccuracyScore([0, 1, 2], ties, { k: 0 })).toThrow(ConfigError);
});
