// Metrics: accuracy by the shapes of targets and outputs, and metrics of one's own.
import "../../src/names.ts";
import { describe, expect, test } from "vitest";
import type { ArrayInput } from "../../src/data/index.ts";
import type { Loss, LossName } from "../../src/nn/index.ts";
import { activation } from "../../src/nn/layers/index.ts";
import { binaryCrossentropy, categoricalCrossentropy } from "../../src/nn/losses/index.ts";
import { abs, argmax, cast, equal, multiply, oneHot, subtract, sum } from "../../src/ops/index.ts";
import { defineMetric, type Metric, type MetricName, sequential } from "../../src/training/index.ts";

/** Scores of predictions that are given: the model passes them through. */
function scores(
  predictions: readonly (readonly number[])[],
  y: ArrayInput,
  loss: LossName | Loss,
  metric: MetricName | Metric = "accuracy",
): Promise<Readonly<Record<string, number | undefined>>> {
  const columns = predictions[0]?.length ?? 0;
  const model = sequential([activation({ activation: "linear", inputShape: [columns] })], { seed: 1 });
  model.compile({ optimizer: "sgd", loss, metrics: [metric] });
  // Batches of two rows, the last one smaller: totals add up.
  return model.evaluate(predictions, y, { batchSize: 2 });
}

describe("accuracy", () => {
  const classes = [
    [0.7, 0.2, 0.1],
    [0.1, 0.2, 0.7],
    [0.3, 0.4, 0.3],
    [0.2, 0.5, 0.3],
    [0, 0, 1],
  ];
  test("of labels is the share of rows whose largest output is the label's", async () => {
    for (const loss of ["sparseCategoricalCrossentropy", "categoricalCrossentropy"] as const) {
      expect((await scores(classes, [0, 2, 0, 1, 1], loss)).accuracy).toBeCloseTo(3 / 5, 6);
    }
  });
  test("of one-hot rows compares the places of the largest", async () => {
    const y = [
      [1, 0, 0],
      [0, 0, 1],
      [1, 0, 0],
      [0, 1, 0],
      [0, 1, 0],
    ];
    expect((await scores(classes, y, "categoricalCrossentropy")).accuracy).toBeCloseTo(3 / 5, 6);
  });
  test("of one output counts more than one half as yes", async () => {
    const found = await scores([[0.9], [0.4], [0.5], [0.6], [0.1]], [1, 0, 0, 0, 0], "binaryCrossentropy");
    expect(found.accuracy).toBeCloseTo(4 / 5, 6);
  });
  test("of one logit counts what is positive as yes", async () => {
    const found = await scores([[3], [-2], [0.2], [-0.1]], [1, 0, 1, 1], binaryCrossentropy({ fromLogits: true }));
    expect(found.accuracy).toBeCloseTo(3 / 4, 6);
  });
  test("of logits of several classes is the same as of probabilities", async () => {
    const found = await scores(
      [
        [3, 1],
        [-2, 5],
        [0, 1],
      ],
      [0, 1, 0],
      categoricalCrossentropy({ fromLogits: true }),
    );
    expect(found.accuracy).toBeCloseTo(2 / 3, 6);
  });
});

describe("a metric of one's own", () => {
  test("adds up over batches, of different sizes", async () => {
    const meanAbsoluteError = defineMetric({
      name: "meanAbsoluteError",
      description: "Mean of the differences",
      better: "smaller",
      totals: (yTrue, yPredicted) => ({ differences: sum(abs(subtract(yTrue, yPredicted))) }),
      result: ({ differences }, rows) => (differences?.[0] ?? 0) / rows,
    });
    const found = await scores([[1], [2], [3]], [[2], [2], [7]], "meanSquaredError", meanAbsoluteError());
    expect(found.meanAbsoluteError).toBeCloseTo(5 / 3, 6);
  });
  test("may have totals of many numbers: the recall of each class", async () => {
    const meanRecall = defineMetric({
      name: "meanRecall",
      description: "Mean over classes of the share of their rows that were found",
      better: "larger",
      totals: (yTrue, yPredicted) => {
        const truth = oneHot(yTrue, 3);
        const hit = cast(equal(argmax(yPredicted), yTrue), "float");
        const column = oneHot(yTrue, 3, 0);
        return { found: sum(multiply(column, hit), { axes: 1 }), present: sum(truth, { axes: 0 }) };
      },
      result: ({ found = [], present = [] }) =>
        Array.from(found, (count, label) => count / (present[label] ?? 1)).reduce((a, b) => a + b, 0) / 3,
    });
    const predictions = [
      [1, 0, 0],
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
      [0, 1, 0],
    ];
    const found = await scores(predictions, [0, 1, 1, 2, 2], "sparseCategoricalCrossentropy", meanRecall());
    expect(found.meanRecall).toBeCloseTo((1 + 1 / 2 + 1 / 2) / 3, 6);
  });
});
