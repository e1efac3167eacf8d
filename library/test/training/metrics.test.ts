// Metrics: accuracy by the shapes of targets and outputs, and metrics of one's own.
import "../../src/names.ts";
import { describe, expect, test } from "vitest";
import type { ArrayInput } from "../../src/data/index.ts";
import type { Loss, LossName } from "../../src/nn/index.ts";
import { activation, dense } from "../../src/nn/layers/index.ts";
import {
  binaryCrossentropy,
  categoricalCrossentropy,
  sparseCategoricalCrossentropy,
} from "../../src/nn/losses/index.ts";
import { abs, argmax, cast, equal, multiply, oneHot, square, subtract, sum } from "../../src/ops/index.ts";
import type { Tensor } from "../../src/tensor/index.ts";
import { defineMetric, type Metric, type MetricName, metrics, sequential } from "../../src/training/index.ts";

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

describe("metrics by name and configured", () => {
  const p = [[0.9], [0.4], [0.5], [0.6], [0.1]];
  const y = [1, 1, 0, 0, 0];
  function judged(loss: LossName | Loss, own: readonly (MetricName | Metric)[], weighted: typeof own = []) {
    const model = sequential([activation({ activation: "linear", inputShape: [1] })], { seed: 1 });
    model.compile({ optimizer: "sgd", loss, metrics: own, weightedMetrics: weighted });
    return model;
  }

  test("are computed while a model is judged, in batches", async () => {
    const model = judged("binaryCrossentropy", ["precision", "recall", "f1Score", metrics.auc({ curve: "PR" })]);
    const found = await model.evaluate(p, y, { batchSize: 2 });
    expect(found.precision).toBeCloseTo(1 / 2, 6);
    expect(found.recall).toBeCloseTo(1 / 2, 6);
    expect(found.f1Score).toBeCloseTo(1 / 2, 6);
    expect(found.auc).toBeGreaterThan(0.5);
  });

  test("of logits take them as the loss does", async () => {
    const logits = p.map(([value = 0]) => [Math.log(value / (1 - value))]);
    const loss = binaryCrossentropy({ fromLogits: true });
    const names: MetricName[] = ["precision", "recall", "auc", "binaryCrossentropy"];
    const found = await judged(loss, names).evaluate(logits, y);
    const wanted = await judged("binaryCrossentropy", names).evaluate(p, y);
    for (const name of names) expect(found[name]).toBeCloseTo(wanted[name] ?? Number.NaN, 5);
    expect(found.binaryCrossentropy).toBeCloseTo(found.loss, 6);
  });

  test("count rows by their weights among weightedMetrics, and only there", async () => {
    const sampleWeight = [1, 0, 2, 2, 0];
    const model = judged("binaryCrossentropy", ["accuracy"], ["accuracy", "recall"]);
    const found = await model.evaluate(p, y, { sampleWeight, batchSize: 2 });
    expect(found.accuracy).toBeCloseTo(3 / 5, 6);
    expect(found.accuracy_1).toBeCloseTo((1 + 2) / 5, 6);
    expect(found.recall).toBeCloseTo(1, 6);
  });
});

describe("losses of models", () => {
  test("leave rows of the ignored class out", async () => {
    const model = sequential([activation({ activation: "softmax", inputShape: [2] })], { seed: 1 });
    model.compile({ optimizer: "sgd", loss: sparseCategoricalCrossentropy({ ignoreClass: -1 }) });
    const x = [
      [1, 0],
      [5, 2],
      [0, 2],
    ];
    const [first, last] = [Math.log(1 + Math.exp(-1)), Math.log(1 + Math.exp(-2))];
    expect((await model.evaluate(x, [0, -1, 1])).loss).toBeCloseTo((first + last) / 2, 6);
    const weighed = await model.evaluate(x, [0, -1, 1], { sampleWeight: [3, 7, 1] });
    expect(weighed.loss).toBeCloseTo((3 * first + last) / 2, 6);
    await expect(model.evaluate(x, [0, -2, 1])).rejects.toThrow(
      "row 1: got -2, expected a label from 0 to 1, or -1 for none",
    );
  });

  test("may be functions, which train like others", async () => {
    const errors = await Promise.all(
      ["meanSquaredError" as const, (yTrue: Tensor, yPredicted: Tensor) => square(subtract(yPredicted, yTrue))].map(
        async (loss) => {
          const model = sequential([dense({ units: 1, inputShape: [1] })], { seed: 3 });
          model.compile({ optimizer: "sgd", loss });
          return (await model.fit([[1], [2], [3]], [[2], [4], [6]], { epochs: 5 })).loss;
        },
      ),
    );
    expect(errors[1]).toEqual(errors[0]);
    expect(errors[0]?.at(-1)).toBeLessThan(errors[0]?.[0] ?? 0);
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
