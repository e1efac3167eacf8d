// The classification report is scikit-learn's, character by character, and the same numbers as an object.
import { describe, expect, test } from "vitest";
import { ConfigError } from "../../../src/tensor/index.ts";
import * as scores from "../../../src/training/scores/index.ts";
import { showFloat, toFixedEven } from "../../../src/training/scores/reports/index.ts";

// The expected texts are what scikit-learn 1.9.1 prints.
describe("the text", () => {
  test("has weights with all their digits, as Python writes them", () => {
    const truth = ["cat", "dog", "dog", "ant", "ant", "cat"];
    const predicted = ["cat", "dog", "cat", "ant", "dog", "cat"];
    const sampleWeight = [0.1, 0.2, 0.7, 1, 1e-5, 2.5];
    expect(scores.classificationReport(truth, predicted, { sampleWeight })).toBe(
      "              precision    recall  f1-score   support\n\n" +
        "         ant       1.00      1.00      1.00   1.00001\n" +
        "         cat       0.79      1.00      0.88       2.6\n" +
        "         dog       1.00      0.22      0.36 0.8999999999999999\n\n" +
        "    accuracy                           0.84   4.50001\n" +
        "   macro avg       0.93      0.74      0.75   4.50001\n" +
        "weighted avg       0.88      0.84      0.80   4.50001\n",
    );
  });
  test("rounds what is in the middle to the even digit: 0.625 is 0.62 and 0.375 is 0.38", () => {
    const truth = [1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0];
    const predicted = [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1];
    expect(scores.classificationReport(truth, predicted)).toBe(
      "              precision    recall  f1-score   support\n\n" +
        "           0       0.42      0.62      0.50         8\n" +
        "           1       0.25      0.12      0.17         8\n\n" +
        "    accuracy                           0.38        16\n" +
        "   macro avg       0.33      0.38      0.33        16\n" +
        "weighted avg       0.33      0.38      0.33        16\n",
    );
    expect(scores.classificationReport(truth, predicted, { digits: 0 })).toBe(
      "              precision    recall  f1-score   support\n\n" +
        "           0          0         1         0         8\n" +
        "           1          0         0         0         8\n\n" +
        "    accuracy                              0        16\n" +
        "   macro avg          0         0         0        16\n" +
        "weighted avg          0         0         0        16\n",
    );
  });
  test("has names of any width, the micro average of some labels, and nan", () => {
    const options = { zeroDivision: Number.NaN, labels: [0, 2], targetNames: ["naïve – é", "x".repeat(20)], digits: 3 };
    expect(scores.classificationReport([0, 1, 2, 2], [0, 0, 0, 0], options)).toBe(
      "                      precision    recall  f1-score   support\n\n" +
        "           naïve – é      0.250     1.000     0.400         1\n" +
        "xxxxxxxxxxxxxxxxxxxx        nan     0.000     0.000         2\n\n" +
        "           micro avg      0.250     0.333     0.286         3\n" +
        "           macro avg      0.250     0.500     0.200         3\n" +
        "        weighted avg      0.250     0.333     0.133         3\n",
    );
  });
});

describe("the object", () => {
  test("has the numbers of the text", () => {
    const report = scores.classificationReport(["a", "b", "b", "b"], ["a", "b", "a", "b"], { outputDict: true });
    expect(report).toEqual({
      classes: [
        { name: "a", precision: 0.5, recall: 1, f1Score: 2 / 3, support: 1 },
        { name: "b", precision: 1, recall: 2 / 3, f1Score: 0.8, support: 3 },
      ],
      accuracy: 0.75,
      macroAverage: { precision: 0.75, recall: (1 + 2 / 3) / 2, f1Score: (2 / 3 + 0.8) / 2, support: 4 },
      weightedAverage: { precision: 0.875, recall: 0.75, f1Score: (2 / 3 + 2.4000000000000004) / 4, support: 4 },
    });
  });
  test("has a micro average instead of the accuracy where labels are left out", () => {
    const report = scores.classificationReport([0, 1, 2], [0, 1, 1], { outputDict: true, labels: [1, 0] });
    expect(report.classes.map(({ name }) => name)).toEqual(["1", "0"]);
    expect([report.accuracy, report.microAverage?.recall]).toEqual([undefined, 1]);
  });
});

test("names and digits that do not fit are refused", () => {
  const report = (options: scores.ReportTextOptions) => () => scores.classificationReport([0, 1], [0, 1], options);
  expect(report({ targetNames: ["a"] })).toThrow("targetNames: got 1 names, expected 2, one for each label");
  expect(report({ digits: 1.5 })).toThrow(ConfigError);
});

describe("numbers as Python prints them", () => {
  test.each([
    [0.125, 2, "0.12"],
    [0.375, 2, "0.38"],
    [2.675, 2, "2.67"],
    [0.5, 0, "0"],
    [1.5, 0, "2"],
    [2.5, 0, "2"],
    [-0.125, 2, "-0.12"],
    [1, 3, "1.000"],
  ])("%d with %d decimals is %s", (value, digits, text) => {
    expect(toFixedEven(value, digits)).toBe(text);
  });
  test.each([
    [3, "3.0"],
    [0.1 + 0.2, "0.30000000000000004"],
    [0.0001, "0.0001"],
    [0.00012345, "0.00012345"],
    [0.00001, "1e-05"],
    [1.5e-7, "1.5e-07"],
    [1e16, "1e+16"],
    [123456789012345680, "1.2345678901234568e+17"],
    [1234567890123456, "1234567890123456.0"],
    [0, "0.0"],
  ])("%d is %s", (value, text) => {
    expect(showFloat(value)).toBe(text);
  });
});
