// Metrics have the values of their definitions, computed here row by row, whatever the batches and the backend.
import "../../src/names.ts";
import { describe, expect, test } from "vitest";
import { run, wasm } from "../../src/backends/index.ts";
import { input } from "../../src/ops/index.ts";
import { ConfigError, NdArray } from "../../src/tensor/index.ts";
import type { Metric } from "../../src/training/metric.ts";
import * as metrics from "../../src/training/metrics/index.ts";
import {
  argmax,
  average,
  binary,
  classes,
  column,
  flagScores,
  flags,
  guesses,
  type Judging,
  judge,
  labels,
  oneHot,
  pairs,
  type Rows,
  rows,
  sum,
  targets,
  yes,
} from "./judging.ts";

const {
  auc,
  binaryAccuracy,
  binaryCrossentropy,
  categoricalAccuracy,
  categoricalCrossentropy,
  cosineSimilarity,
  f1Score,
  fBetaScore,
  meanAbsoluteError,
  meanAbsolutePercentageError,
  meanSquaredError,
  precision,
  r2Score,
  recall,
  rootMeanSquaredError,
  sparseCategoricalAccuracy,
  sparseTopKCategoricalAccuracy,
  topKCategoricalAccuracy,
} = metrics;

/** True positives over what `which` counts, of decisions given by pairs of truth and decision. */
function share(decided: readonly (readonly [number, boolean])[], which: "predicted" | "actual"): number {
  const right = decided.filter(([y, isYes]) => y === 1 && isYes).length;
  const of = decided.filter(([y, isYes]) => (which === "predicted" ? isYes : y === 1)).length;
  return of === 0 ? 0 : right / of;
}

const above = (y: Rows, p: Rows, threshold: number): (readonly [number, boolean])[] =>
  pairs(y, p).map(([truth, value]) => [truth, value > threshold]);

function fBeta(decided: readonly (readonly [number, boolean])[], beta: number): number {
  const [p, r] = [share(decided, "predicted"), share(decided, "actual")];
  return p + r === 0 ? 0 : ((1 + beta ** 2) * p * r) / (beta ** 2 * p + r);
}

/** The decisions of each class, where the largest prediction of a row is its yes. */
const chosen: (readonly [number, boolean])[][] = [0, 1, 2, 3].map((label) =>
  labels.map((truth, row) => [truth === label ? 1 : 0, argmax(classes[row] ?? []) === label]),
);

/** The place of the right class when a row's predictions are sorted. */
const places = labels.map((label, row) => {
  const own = classes[row] ?? [];
  return own.toSorted((a, b) => b - a).indexOf(own[label] ?? Number.NaN);
});

const cosine = (a: readonly number[], b: readonly number[]): number =>
  sum(a.map((value, at) => value * (b[at] ?? 0))) / Math.hypot(...a) / Math.hypot(...b);

function r2(y: readonly number[], p: readonly number[]): number {
  const residual = sum(y.map((value, at) => (value - (p[at] ?? 0)) ** 2));
  return 1 - residual / sum(y.map((value) => (value - average(y)) ** 2));
}

const errors = pairs(targets, guesses).map(([y, p]) => p - y);

/** Each metric on data, and its value by its definition. */
const definitions: readonly (readonly [string, Metric, Judging, number])[] = [
  [
    "accuracy of labels",
    metrics.accuracy(),
    { y: labels, p: classes },
    average(places.map((at) => (at === 0 ? 1 : 0))),
  ],
  [
    "accuracy of yes and no",
    metrics.accuracy(),
    { y: binary, p: yes },
    average(pairs(binary, yes).map(([y, p]) => (p > 0.5 === (y === 1) ? 1 : 0))),
  ],
  [
    "binaryAccuracy",
    binaryAccuracy(),
    { y: flags, p: flagScores },
    average(pairs(flags, flagScores).map(([y, p]) => (p > 0.5 === (y === 1) ? 1 : 0))),
  ],
  [
    "binaryAccuracy above 0.3",
    binaryAccuracy({ threshold: 0.3 }),
    { y: flags, p: flagScores },
    average(pairs(flags, flagScores).map(([y, p]) => (p > 0.3 === (y === 1) ? 1 : 0))),
  ],
  [
    "categoricalAccuracy",
    categoricalAccuracy(),
    { y: oneHot, p: classes },
    average(places.map((at) => (at === 0 ? 1 : 0))),
  ],
  [
    "sparseCategoricalAccuracy",
    sparseCategoricalAccuracy(),
    { y: labels, p: classes },
    average(places.map((at) => (at === 0 ? 1 : 0))),
  ],
  [
    "topKCategoricalAccuracy",
    topKCategoricalAccuracy({ k: 2 }),
    { y: oneHot, p: classes },
    average(places.map((at) => (at < 2 ? 1 : 0))),
  ],
  [
    "sparseTopKCategoricalAccuracy",
    sparseTopKCategoricalAccuracy({ k: 3 }),
    { y: labels, p: classes },
    average(places.map((at) => (at < 3 ? 1 : 0))),
  ],
  ["all classes among the best", sparseTopKCategoricalAccuracy(), { y: labels, p: classes }, 1],
  ["precision", precision(), { y: binary, p: yes }, share(above(binary, yes, 0.5), "predicted")],
  [
    "precision of several",
    precision({ thresholds: 0.6 }),
    { y: flags, p: flagScores },
    share(above(flags, flagScores, 0.6), "predicted"),
  ],
  [
    "precision of labels",
    precision({ thresholds: 0.4 }),
    { y: labels, p: classes },
    share(above(oneHot, classes, 0.4), "predicted"),
  ],
  ["recall", recall(), { y: binary, p: yes }, share(above(binary, yes, 0.5), "actual")],
  [
    "recall of class 2",
    recall({ thresholds: 0.3, classId: 2 }),
    { y: labels, p: classes },
    share(
      labels.map((label, row) => [label === 2 ? 1 : 0, (classes[row]?.[2] ?? 0) > 0.3]),
      "actual",
    ),
  ],
  ["f1Score", f1Score(), { y: labels, p: classes }, average(chosen.map((own) => fBeta(own, 1)))],
  ["f1Score, micro", f1Score({ average: "micro" }), { y: oneHot, p: classes }, fBeta(chosen.flat(), 1)],
  [
    "f1Score, weighted",
    f1Score({ average: "weighted" }),
    { y: labels, p: classes },
    sum(chosen.map((own) => (fBeta(own, 1) * own.filter(([y]) => y === 1).length) / rows)),
  ],
  ["f1Score of one output", f1Score(), { y: binary, p: yes }, fBeta(above(binary, yes, 0.5), 1)],
  ["fBetaScore", fBetaScore({ beta: 2 }), { y: labels, p: classes }, average(chosen.map((own) => fBeta(own, 2)))],
  [
    "fBetaScore above 0.6",
    fBetaScore({ beta: 0.5, threshold: 0.6 }),
    { y: flags, p: flagScores },
    average(
      [0, 1, 2].map((at) =>
        fBeta(
          above(
            flags.map((row) => [row[at] ?? 0]),
            flagScores.map((row) => [row[at] ?? 0]),
            0.6,
          ),
          0.5,
        ),
      ),
    ),
  ],
  ["meanSquaredError", meanSquaredError(), { y: targets, p: guesses }, average(errors.map((e) => e * e))],
  [
    "rootMeanSquaredError",
    rootMeanSquaredError(),
    { y: targets, p: guesses },
    Math.sqrt(average(errors.map((e) => e * e))),
  ],
  ["meanAbsoluteError", meanAbsoluteError(), { y: targets, p: guesses }, average(errors.map(Math.abs))],
  [
    "meanAbsolutePercentageError",
    meanAbsolutePercentageError(),
    { y: targets, p: guesses },
    100 * average(pairs(targets, guesses).map(([y, p]) => Math.abs((y - p) / y))),
  ],
  [
    "cosineSimilarity",
    cosineSimilarity(),
    { y: targets, p: guesses },
    average(targets.map((y, row) => cosine(y, guesses[row] ?? []))),
  ],
  [
    "r2Score",
    r2Score(),
    { y: targets, p: guesses },
    average([0, 1, 2].map((at) => r2(column(targets, at), column(guesses, at)))),
  ],
  [
    "binaryCrossentropy",
    binaryCrossentropy(),
    { y: binary, p: yes },
    average(pairs(binary, yes).map(([y, p]) => -Math.log(y === 1 ? p : 1 - p))),
  ],
  [
    "categoricalCrossentropy",
    categoricalCrossentropy(),
    { y: labels, p: classes },
    average(labels.map((label, row) => -Math.log(classes[row]?.[label] ?? 0))),
  ],
];

test.each(definitions)(
  "%s is what it is defined to be, in batches of any size",
  async (_name, metric, judging, wanted) => {
    expect(await judge(metric, judging)).toBeCloseTo(wanted, 10);
    for (const batchSize of [1, 8, 52]) {
      expect(await judge(metric, { ...judging, batchSize })).toBeCloseTo(wanted, 10);
    }
    expect(await judge(metric, { ...judging, batchSize: 16, backend: wasm })).toBeCloseTo(wanted, 4);
  },
);

describe("Keras's own examples", () => {
  const y = [
    [1, 1, 1],
    [1, 0, 0],
    [1, 1, 0],
  ];
  const p = [
    [0.2, 0.6, 0.7],
    [0.2, 0.6, 0.6],
    [0.6, 0.8, 0],
  ];
  test("F scores", async () => {
    const macro = average([0.3846154, 0.90909094, 0.8333334]);
    expect(await judge(fBetaScore({ beta: 2, threshold: 0.5 }), { y, p })).toBeCloseTo(macro, 6);
    expect(await judge(f1Score({ threshold: 0.5 }), { y, p })).toBeCloseTo(average([0.5, 0.8, 0.6666667]), 6);
  });
  test("R2", async () => {
    expect(await judge(r2Score(), { y: [[1], [4], [3]], p: [[2], [4], [4]] })).toBeCloseTo(0.57142854, 7);
  });
  test("area under the curve, without and with weights", async () => {
    const judging = { y: [[0], [0], [1], [1]], p: [[0], [0.5], [0.3], [0.9]] };
    expect(await judge(auc({ numThresholds: 3 }), judging)).toBeCloseTo(0.75, 12);
    expect(await judge(auc({ numThresholds: 3 }), { ...judging, weights: [1, 0, 0, 1] })).toBeCloseTo(1, 12);
  });
});

describe("auc", () => {
  /** The share of pairs of a yes and a no in which the yes has the larger prediction. */
  const ordered = average(
    pairs(binary, yes).flatMap(([y, p]) =>
      y === 0
        ? []
        : pairs(binary, yes).flatMap(([no, other]) => (no === 1 ? [] : [p > other ? 1 : p === other ? 0.5 : 0])),
    ),
  );

  /** Keras's definition, threshold by threshold. */
  function byThresholds(count: number, p: Rows, y: Rows): { tp: number; fp: number }[] {
    return Array.from({ length: count }, (_, at) => {
      const threshold = at === 0 ? -1e-7 : at === count - 1 ? 1 + 1e-7 : at / (count - 1);
      const decided = above(y, p, threshold).filter(([, isYes]) => isYes);
      return {
        tp: decided.filter(([truth]) => truth === 1).length,
        fp: decided.filter(([truth]) => truth === 0).length,
      };
    });
  }

  test("is the trapezoids below the decisions at 200 thresholds", async () => {
    const points = byThresholds(200, yes, binary);
    const [all = { tp: 0, fp: 0 }] = points;
    const area = sum(
      points.slice(1).map(({ tp, fp }, at) => {
        const before = points[at] ?? all;
        return (((before.fp - fp) / all.fp) * (before.tp + tp)) / 2 / all.tp;
      }),
    );
    expect(await judge(auc(), { y: binary, p: yes })).toBeCloseTo(area, 12);
    expect(await judge(auc(), { y: binary, p: yes, batchSize: 7 })).toBeCloseTo(area, 12);
    expect(Math.abs(area - ordered)).toBeLessThan(0.01);
    expect(await judge(auc({ numThresholds: 100_000 }), { y: binary, p: yes })).toBeCloseTo(ordered, 3);
  });

  test("of precision and recall is the integral of precision with counts that grow in proportion", async () => {
    const points = byThresholds(20, yes, binary);
    const steps = 2000;
    let area = 0;
    points.slice(1).forEach(({ tp, fp }, at) => {
      const before = points[at] ?? { tp, fp };
      for (let step = 0; step < steps; step += 1) {
        const t = (step + 0.5) / steps;
        const [tpT, fpT] = [tp + t * (before.tp - tp), fp + t * (before.fp - fp)];
        area += tpT + fpT === 0 ? 0 : (tpT / (tpT + fpT)) * ((before.tp - tp) / steps);
      }
    });
    const wanted = area / (points[0]?.tp ?? 1);
    expect(await judge(auc({ curve: "PR", numThresholds: 20 }), { y: binary, p: yes })).toBeCloseTo(wanted, 4);
  });

  test("lies between the sums from below and from above", async () => {
    for (const curve of ["ROC", "PR"] as const) {
      const of = (summationMethod: "minoring" | "interpolation" | "majoring") =>
        judge(auc({ curve, summationMethod, numThresholds: 30 }), { y: binary, p: yes });
      expect(await of("minoring")).toBeLessThanOrEqual(await of("interpolation"));
      expect(await of("interpolation")).toBeLessThanOrEqual(await of("majoring"));
    }
  });

  test("of several labels is the mean of their areas", async () => {
    const ofLabels = await Promise.all(
      [0, 1, 2].map((at) =>
        judge(auc(), { y: column(flags, at).map((y) => [y]), p: column(flagScores, at).map((p) => [p]) }),
      ),
    );
    expect(await judge(auc({ multiLabel: true }), { y: flags, p: flagScores })).toBeCloseTo(average(ofLabels), 12);
    const flat = (values: Rows): number[][] => values.flat().map((value) => [value]);
    const together = await judge(auc(), { y: flat(flags), p: flat(flagScores) });
    expect(await judge(auc(), { y: flags, p: flagScores })).toBeCloseTo(together, 12);
  });

  test("of logits is that of their probabilities", async () => {
    const logits = yes.map(([p = 0]) => [Math.log(p / (1 - p))]);
    const context = { threshold: 0, logits: "sigmoid" } as const;
    expect(await judge(auc(), { y: binary, p: logits, context })).toBeCloseTo(
      await judge(auc(), { y: binary, p: yes }),
      12,
    );
  });

  test("is nearly the same in float32", async () => {
    expect(await judge(auc(), { y: binary, p: yes, backend: wasm })).toBeCloseTo(
      await judge(auc(), { y: binary, p: yes }),
      2,
    );
  });
});

describe("logits", () => {
  const sigmoidLogits = flagScores.map((row) => row.map((p) => Math.log(p / (1 - p))));
  const softmaxLogits = classes.map((row) => row.map((p) => Math.log(p) + 2));
  test.each([
    ["binaryAccuracy", binaryAccuracy()],
    ["precision", precision()],
    ["recall", recall()],
    ["binaryCrossentropy", binaryCrossentropy()],
    ["f1Score", f1Score()],
  ])("%s of logits before a sigmoid is that of their probabilities", async (_name, metric) => {
    const context = { threshold: 0, logits: "sigmoid" } as const;
    const wanted = await judge(metric, { y: flags, p: flagScores });
    expect(await judge(metric, { y: flags, p: sigmoidLogits, context })).toBeCloseTo(wanted, 10);
  });
  test.each([
    ["precision", precision()],
    ["recall", recall({ classId: 1 })],
    ["categoricalCrossentropy", categoricalCrossentropy({ labelSmoothing: 0.1 })],
    ["auc", auc()],
    ["topKCategoricalAccuracy", topKCategoricalAccuracy({ k: 2 })],
  ])("%s of logits before a softmax is that of their probabilities", async (_name, metric) => {
    const context = { threshold: 0, logits: "softmax" } as const;
    const wanted = await judge(metric, { y: labels, p: classes });
    expect(await judge(metric, { y: labels, p: softmaxLogits, context })).toBeCloseTo(wanted, 10);
  });
  test("a threshold that is given is compared with the predictions themselves", async () => {
    const context = { threshold: 0, logits: "sigmoid" } as const;
    const of = (threshold: number) =>
      judge(precision({ thresholds: threshold }), { y: flags, p: sigmoidLogits, context });
    expect(await of(Math.log(3))).toBeCloseTo(
      await judge(precision({ thresholds: 0.75 }), { y: flags, p: flagScores }),
      12,
    );
  });
});

describe("edges", () => {
  test("without positive cases precision, recall and F are 0", async () => {
    const nothing = { y: [[0], [0]], p: [[0.1], [0.2]] };
    for (const metric of [precision(), recall(), f1Score(), fBetaScore({ beta: 2 }), auc(), auc({ curve: "PR" })]) {
      expect(await judge(metric, nothing)).toBe(0);
    }
  });

  test("equal predictions are all among the best, NaN never is", async () => {
    const judging = {
      y: [0, 1, 2],
      p: [
        [1, 1, 1],
        [1, 1, 2],
        [3, 2, Number.NaN],
      ],
    };
    expect(await judge(sparseTopKCategoricalAccuracy({ k: 1 }), judging)).toBeCloseTo(1 / 3, 12);
    expect(await judge(sparseTopKCategoricalAccuracy({ k: 2 }), judging)).toBeCloseTo(2 / 3, 12);
  });

  test("R2 of equal targets is 0, or 1 where they are all met", async () => {
    const y = [[0.1], [0.1], [0.1]];
    expect(await judge(r2Score(), { y, p: [[0.1], [0.2], [0.1]] })).toBe(0);
    expect(await judge(r2Score(), { y, p: y })).toBe(1);
    expect(await judge(r2Score(), { y, p: y, backend: wasm })).toBe(1);
  });

  test("R2 of outputs by their variance", async () => {
    const variances = [0, 1, 2].map((at) =>
      average(column(targets, at).map((y) => (y - average(column(targets, at))) ** 2)),
    );
    const scoresOf = [0, 1, 2].map((at) => r2(column(targets, at), column(guesses, at)));
    const wanted = sum(scoresOf.map((score, at) => score * (variances[at] ?? 0))) / sum(variances);
    const found = await judge(r2Score({ classAggregation: "varianceWeightedAverage" }), { y: targets, p: guesses });
    expect(found).toBeCloseTo(wanted, 10);
  });

  test("one output has no classes to choose from, and a class that is none is refused", async () => {
    for (const metric of [categoricalAccuracy(), sparseCategoricalAccuracy(), topKCategoricalAccuracy()]) {
      await expect(judge(metric, { y: binary, p: yes })).rejects.toThrow(
        'at least 2 outputs along the last axis. Use "accuracy"',
      );
    }
    await expect(judge(precision({ classId: 4 }), { y: labels, p: classes })).rejects.toThrow(ConfigError);
    await expect(judge(recall({ classId: 4 }), { y: labels, p: classes })).rejects.toThrow(
      "recall: classId: got 4, expected a class of the output, from 0 to 3",
    );
  });

  test("rows of several places are averaged first", async () => {
    const shape = [2, 3, 4];
    const metric = sparseCategoricalAccuracy();
    const y = Int32Array.of(0, 1, 2, 3, 0, 1);
    const p = new Float64Array(24);
    // The first row is right at all three places, the second at one.
    for (const [place, label] of [0, 1, 2, 0, 0, 0].entries()) p[place * 4 + label] = 1;
    const totals = metric.totals(input("y", [2, 3], "int32"), input("p", shape), {
      threshold: 0.5,
      weights: input("w", [2]),
    });
    const feeds = { y: new NdArray(y, [2, 3]), p: new NdArray(p, shape), w: new NdArray(Float64Array.of(1, 3), [2]) };
    const found = await run({ ...totals }, feeds);
    const value = metric.result(
      Object.fromEntries(Object.entries(found).map(([name, { data }]) => [name, Float64Array.from(data)])),
      2,
    );
    expect(value).toBeCloseTo((1 * 1 + 3 * (1 / 3)) / 4, 12);
  });
});
