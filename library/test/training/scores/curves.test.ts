// Curves and scores of probabilities: ties, weights, classes by name, and errors that name the row.
import { describe, expect, test } from "vitest";
import { ConfigError, DataError, NdArray, Random } from "../../../src/tensor/index.ts";
import { descendingOrder } from "../../../src/training/scores/counts/index.ts";
import * as scores from "../../../src/training/scores/index.ts";

describe("curves", () => {
  test("let rows with equal scores come in together", () => {
    const { fpr, tpr, thresholds } = scores.rocCurve([1, 0, 1, 0], [0.5, 0.5, 0.5, 0.1], { dropIntermediate: false });
    expect([[...fpr], [...tpr], [...thresholds]]).toEqual([
      [0, 0.5, 1],
      [0, 1, 1],
      [Number.POSITIVE_INFINITY, 0.5, 0.1],
    ]);
  });
  test("take 0 and -0 for the same score, and any sizes in order", () => {
    expect([...scores.rocCurve([1, 0, 1, 0], [0, -0, -1e-300, -1e300]).thresholds]).toEqual([
      Number.POSITIVE_INFINITY,
      0,
      -1e-300,
      -1e300,
    ]);
  });
  test("leave rows of weight 0 out", () => {
    const weighted = scores.precisionRecallCurve([0, 1, 1], [0.1, 0.7, 0.9], { sampleWeight: [1, 0, 1] });
    expect(weighted).toEqual(scores.precisionRecallCurve([0, 1], [0.1, 0.9]));
  });
  test("are of the class that is named, against all others", () => {
    const named = scores.rocCurve(["a", "b", "c", "b"], [0.1, 0.8, 0.4, 0.3], { posLabel: "b" });
    expect(named).toEqual(scores.rocCurve([0, 1, 0, 1], [0.1, 0.8, 0.4, 0.3]));
  });
  test("take the column of the positive class out of two", () => {
    const two = new NdArray(Float32Array.of(0.9, 0.1, 0.25, 0.75, 0.5, 0.5), [3, 2]);
    const one = Float32Array.of(0.1, 0.75, 0.5);
    expect(scores.rocCurve([0, 1, 1], two)).toEqual(scores.rocCurve([0, 1, 1], one));
    expect(scores.rocAucScore(["n", "y", "n"], two)).toBe(scores.rocAucScore([0, 1, 0], one));
    expect(scores.averagePrecisionScore([0, 1, 1], two, { posLabel: 0 })).toBe(1);
  });
  test.each([
    [() => scores.rocAucScore([1, 1], [0.1, 0.2]), "yTrue: there are rows of one class only: got only the label 1"],
    [() => scores.rocCurve([0, 0], [0.1, 0.2]), "there are rows of one class only: got no positive row"],
    [() => scores.detCurve([1, 1], [0.1, 0.2]), "there are rows of one class only: got no negative row"],
    [() => scores.rocCurve([0, 1], [1, 2], { sampleWeight: [1, 0] }), "there are rows of one class only"],
    [() => scores.precisionRecallCurve([0, 0], [0.1, 0.2]), "there is no row of the positive class"],
    [
      () => scores.rocCurve(["a", "b"], [0.1, 0.2]),
      'yTrue: which class is positive is not known: got the labels "a", "b"',
    ],
    [() => scores.rocCurve([1, 2], [0.1, 0.2]), "Name the positive class: { posLabel: 2 }"],
    [
      () => scores.rocCurve([0, 1], [0.1, 0.2], { posLabel: 3 }),
      "posLabel: does not occur: got 3, expected one of the",
    ],
    [() => scores.rocCurve([0, 1], [0.1]), "yTrue and yScore have different numbers of rows: got 2 and 1"],
    [() => scores.rocCurve([0, 1], [0.1, Number.NaN]), "yScore: row 1: got NaN, expected a finite number"],
    [
      () =>
        scores.rocCurve(
          [0, 1],
          [
            [1, 2, 3],
            [1, 2, 3],
          ],
        ),
      "yScore: has other columns than there are classes",
    ],
    [() => scores.rocCurve([], []), "yTrue: is empty"],
    [() => scores.auc([0, 1, 0.5], [0, 1, 1]), "x: turns back at point 2: got 0.5 after 1"],
    [() => scores.auc([0], [0]), "the points make no curve: got 1 x and 1 y"],
    [() => scores.calibrationCurve([0, 1, 2], [0.1, 0.2, 0.3]), "yTrue: has more than two classes"],
    [
      () => scores.calibrationCurve([0, 1], [0.1, 1.2]),
      "yProbability: row 1: got 1.2, expected a probability from 0 to 1",
    ],
  ])("refuse what makes no curve: %#", (call, message) => {
    expect(call).toThrow(DataError);
    expect(call).toThrow(message);
  });
});

describe("descendingOrder", () => {
  test("is the stable order of a comparison sort", () => {
    const random = new Random(3);
    const values = Float64Array.from({ length: 3000 }, () => Math.round(random.normal() * 50) / 7);
    values.set([Number.MAX_VALUE, -Number.MAX_VALUE, Number.MIN_VALUE, -Number.MIN_VALUE, 0, -0, 2 ** -1040]);
    const expected = Array.from(values.keys()).sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0) || a - b);
    expect([...descendingOrder(values)]).toEqual(expected);
    expect([...descendingOrder([])]).toEqual([]);
  });
});

describe("rocAucScore of several classes", () => {
  const truth = ["a", "b", "c", "a"];
  const probabilities = [
    [0.6, 0.3, 0.1],
    [0.2, 0.5, 0.3],
    [0.3, 0.3, 0.4],
    [0.3, 0.6, 0.1],
  ];

  test("needs to know how", () => {
    expect(() => scores.rocAucScore(truth, probabilities)).toThrow(
      'multiClass: got more than two classes, expected "ovr" or',
    );
    expect(scores.rocAucScore(truth, probabilities, { multiClass: "ovr", average: "none" })).toHaveLength(3);
  });
  test("names the class that has no row", () => {
    const labels = ["a", "b", "c"];
    const call = () => scores.rocAucScore(["a", "b", "b", "a"], probabilities, { multiClass: "ovr", labels });
    expect(call).toThrow('label "c": there are rows of one class only');
    expect(scores.rocAucScore(["a", "b", "b", "a"], probabilities, { multiClass: "ovo", labels })).toBe(0.625);
  });
  test.each([
    [{ multiClass: "ovr", maxFpr: 0.5 }, "maxFpr: got 0.5, expected none for more than two classes"],
    [{ multiClass: "ovo", average: "micro" }, 'average: got "micro", expected "macro" or "weighted" for "ovo"'],
    [{ multiClass: "ovo", sampleWeight: [1, 1, 1, 1] }, "sampleWeight: got weights"],
    [{ multiClass: "ovr", labels: ["a", "b"] }, "labels: got 2 labels, expected 3, one for each column"],
  ] as const)("refuses options that do not go together: %#", (options, message) => {
    expect(() => scores.rocAucScore(truth, probabilities, options)).toThrow(ConfigError);
    expect(() => scores.rocAucScore(truth, probabilities, options)).toThrow(message);
  });
  test("needs probabilities", () => {
    const call = () =>
      scores.rocAucScore(
        [0, 1, 2],
        [
          [0.6, 0.3, 0.1],
          [1, 2, 3],
          [0, 0, 1],
        ],
        { multiClass: "ovr" },
      );
    expect(call).toThrow("yScore: row 1: got numbers that add up to 6, expected probabilities that add up to 1");
  });
});

describe("scores of probabilities", () => {
  test("keep away from 0 and 1 by what the numbers resolve", () => {
    expect(scores.logLoss([1, 0], [0, 0])).toBeCloseTo(-Math.log(2 ** -52) / 2, 12);
    expect(scores.logLoss([1, 0], Float32Array.of(0, 0))).toBeCloseTo(-Math.log(2 ** -23) / 2, 6);
  });
  test("are the same for one column and for two", () => {
    const two = [
      [0.75, 0.25],
      [0.5, 0.5],
      [0.25, 0.75],
    ];
    const one = [0.25, 0.5, 0.75];
    expect(scores.logLoss([0, 1, 1], two)).toBe(scores.logLoss([0, 1, 1], one));
    expect(scores.brierScoreLoss([0, 1, 1], two)).toBe(scores.brierScoreLoss([0, 1, 1], one));
    expect(scores.d2BrierScore([0, 1, 1], two)).toBe(scores.d2BrierScore([0, 1, 1], one));
  });
  test("take one-hot rows for truth, with classes that do not occur", () => {
    const truth = [
      [1, 0, 0],
      [0, 1, 0],
    ];
    expect(
      scores.logLoss(truth, [
        [0.5, 0.25, 0.25],
        [0.25, 0.5, 0.25],
      ]),
    ).toBeCloseTo(Math.log(2), 15);
  });
  test("of always predicting the shares explain nothing", () => {
    const shares = [0, 1, 1, 2].map(() => [0.25, 0.5, 0.25]);
    expect(scores.d2LogLossScore([0, 1, 1, 2], shares)).toBeCloseTo(0, 15);
    expect(scores.d2BrierScore([0, 1, 1, 2], shares)).toBeCloseTo(0, 15);
  });
  test("scale Brier's by half for two classes, or as asked", () => {
    expect(scores.brierScoreLoss([0, 1], [0.5, 0.5])).toBe(0.25);
    expect(scores.brierScoreLoss([0, 1], [0.5, 0.5], { scaleByHalf: false })).toBe(0.5);
    expect(scores.brierScoreLoss(["n", "y"], [0.9, 0.1], { posLabel: "n" })).toBeCloseTo(0.01, 15);
    expect(scores.brierScoreLoss([1, 2], [0.1, 0.9])).toBeCloseTo(0.01, 15);
  });
  test.each([
    [() => scores.logLoss([0, 1], [0.2, -0.1]), "yProbability: row 1: got -0.1, expected a probability from 0 to 1"],
    [
      () =>
        scores.logLoss(
          [0, 1],
          [
            [0.2, 0.8],
            [2, -1],
          ],
        ),
      "yProbability: row 1, column 0: got 2",
    ],
    [
      () =>
        scores.logLoss(
          [0, 1],
          [
            [0.2, 0.8],
            [0.5, 0.2],
          ],
        ),
      "yProbability: row 1: got numbers that add up to 0.7",
    ],
    [
      () => scores.logLoss([0, 0], [0.2, 0.3]),
      "yTrue: there are other classes than columns of predictions: got the labels 0",
    ],
    [
      () => scores.logLoss([0, 2], [0.2, 0.3], { labels: [0, 1] }),
      "yTrue: row 1: got 2, expected one of the labels 0, 1",
    ],
    [
      () => scores.brierScoreLoss([0, 1, 2], [0.1, 0.2, 0.3]),
      "got the labels 0, 1, 2 for one column, expected two classes",
    ],
    [() => scores.brierScoreLoss(["a", "b"], [0.1, 0.2]), "which class is positive is not known"],
  ])("refuse what is none: %#", (call, message) => {
    expect(call).toThrow(DataError);
    expect(call).toThrow(message);
  });
  test("are calibrated in bins whose edges belong to the bin below", () => {
    const { probTrue, probPred } = scores.calibrationCurve([0, 1, 1, 1], [0, 0.5, 0.5, 1], { nBins: 2 });
    expect([[...probTrue], [...probPred]]).toEqual([
      [2 / 3, 1],
      [1 / 3, 1],
    ]);
    expect(() => scores.calibrationCurve([0, 1], [0, 1], { nBins: 0 })).toThrow(ConfigError);
  });
});
