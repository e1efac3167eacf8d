// Laws of scores: what must hold for any labels, scores and numbers.
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Random } from "../../../src/tensor/index.ts";
import * as scores from "../../../src/training/scores/index.ts";

const close = (a: number, b: number): boolean =>
  Object.is(a, b) || Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));

/** Eighths, whose sums are exact in any order: a median, say, changes by leaps where half of the weight is reached. */
const weight = fc.integer({ min: 1, max: 20 }).map((eighths) => eighths / 8);
/** Rows of true label, predicted label and weight. */
const labelRows = fc.array(fc.record({ y: fc.nat(4), p: fc.nat(4), w: weight }), { minLength: 1, maxLength: 40 });
/** Rows of class, score with ties and weight, both classes among them. */
const scoredRows = fc
  .array(fc.record({ y: fc.nat(1), s: fc.integer({ min: -8, max: 8 }), w: weight }), { maxLength: 40 })
  .map((rows) => [{ y: 0, s: 1, w: 1 }, { y: 1, s: -1, w: 0.5 }, ...rows]);
/** Rows of true number, prediction and weight. */
const numberRows = fc.array(
  fc.record({ y: fc.integer({ min: -99, max: 99 }), p: fc.integer({ min: -99, max: 99 }), w: weight }),
  { minLength: 2, maxLength: 30 },
);
const column = <K extends string>(rows: readonly Readonly<Record<K, number>>[], name: K): number[] =>
  rows.map((row) => row[name]);
const shuffled = <T>(rows: readonly T[], seed: number): T[] =>
  Array.from(new Random(seed).permutation(rows.length), (row) => rows.slice(row, row + 1)).flat();

type Scores = Readonly<Record<string, (y: number[], p: number[], options: { sampleWeight?: number[] }) => number>>;
const ofLabels: Scores = {
  accuracy: scores.accuracyScore,
  balancedAccuracy: scores.balancedAccuracyScore,
  hamming: scores.hammingLoss,
  kappa: scores.cohenKappaScore,
  matthews: scores.matthewsCorrcoef,
  f1: (y, p, options) => scores.f1Score(y, p, { ...options, average: "macro" }),
  jaccard: (y, p, options) => scores.jaccardScore(y, p, { ...options, average: "weighted" }),
};
const ofScores: Scores = {
  rocAuc: scores.rocAucScore,
  averagePrecision: scores.averagePrecisionScore,
};
const ofNumbers: Scores = {
  r2: scores.r2Score,
  mae: scores.meanAbsoluteError,
  mse: scores.meanSquaredError,
  median: scores.medianAbsoluteError,
  explained: scores.explainedVarianceScore,
  pinball: (y, p, options) => scores.meanPinballLoss(y, p, { ...options, alpha: 0.3 }),
};

test("matthews is 0 for a single true class, whatever rounding makes of the weights' sums", () => {
  const sampleWeight = [0.9, 1.8, 0.1];
  expect(scores.matthewsCorrcoef([2, 2, 2], [0, 1, 0], { sampleWeight })).toBe(0);
  expect(scores.matthewsCorrcoef([2, 2, 2], [0, 0, 1], { sampleWeight: [0.1, 0.9, 1.8] })).toBe(0);
});

describe("the order of the rows", () => {
  test.each(Object.entries(ofLabels))("does not matter to %s", (_, score) => {
    fc.assert(
      fc.property(labelRows, fc.nat(), (rows, seed) => {
        const of = (some: typeof rows) =>
          score(column(some, "y"), column(some, "p"), { sampleWeight: column(some, "w") });
        expect(close(of(rows), of(shuffled(rows, seed)))).toBe(true);
      }),
    );
  });
  test.each(Object.entries(ofScores))("does not matter to %s", (_, score) => {
    fc.assert(
      fc.property(scoredRows, fc.nat(), (rows, seed) => {
        const of = (some: typeof rows) =>
          score(column(some, "y"), column(some, "s"), { sampleWeight: column(some, "w") });
        expect(close(of(rows), of(shuffled(rows, seed)))).toBe(true);
      }),
    );
  });
  test.each(Object.entries(ofNumbers))("does not matter to %s", (_, score) => {
    fc.assert(
      fc.property(numberRows, fc.nat(), (rows, seed) => {
        const of = (some: typeof rows) =>
          score(column(some, "y"), column(some, "p"), { sampleWeight: column(some, "w") });
        expect(close(of(rows), of(shuffled(rows, seed)))).toBe(true);
      }),
    );
  });
});

describe("a weight of 2", () => {
  test.each(Object.entries({ ...ofLabels, ...ofNumbers }))("is the row twice to %s", (_, score) => {
    fc.assert(
      fc.property(labelRows, (rows) => {
        // Two rows at least, and not all alike, for the sake of R².
        const all = [{ y: 0, p: 1 }, { y: 3, p: 2 }, ...rows];
        const twice = all.flatMap((row, index) => (index % 2 === 0 ? [row, row] : [row]));
        const sampleWeight = all.map((_row, index) => (index % 2 === 0 ? 2 : 1));
        const weighted = score(column(all, "y"), column(all, "p"), { sampleWeight });
        expect(close(weighted, score(column(twice, "y"), column(twice, "p"), {}))).toBe(true);
      }),
    );
  });
});

describe("labels", () => {
  test("may be called anything", () => {
    const names = ["four", "one", "three", "two", "zero"];
    const name = (labels: readonly number[]): string[] => labels.map((label) => names[label] ?? "");
    fc.assert(
      fc.property(labelRows, (rows) => {
        const [y, p] = [column(rows, "y"), column(rows, "p")];
        expect(scores.confusionMatrix(name(y), name(p))).toEqual(scores.confusionMatrix(y, p));
        expect(scores.f1Score(name(y), name(p), { average: "macro" })).toBe(scores.f1Score(y, p, { average: "macro" }));
      }),
    );
  });
  test("make a matrix whose sum is the number of rows, and whose transpose turns truth and predictions round", () => {
    fc.assert(
      fc.property(labelRows, (rows) => {
        const [y, p] = [column(rows, "y"), column(rows, "p")];
        const matrix = scores.confusionMatrix(y, p);
        const turned = scores.confusionMatrix(p, y);
        const size = matrix.shape[0] ?? 0;
        expect(Array.from(matrix.data).reduce((sum, count) => sum + count, 0)).toBe(rows.length);
        matrix.data.forEach((count: number, cell: number) => {
          expect(turned.data[(cell % size) * size + Math.floor(cell / size)]).toBe(count);
        });
      }),
    );
  });
  test("score the same both ways in kappa, Matthews and F1, and swap precision and recall", () => {
    fc.assert(
      fc.property(labelRows, (rows) => {
        const [y, p] = [column(rows, "y"), column(rows, "p")];
        expect(close(scores.cohenKappaScore(y, p), scores.cohenKappaScore(p, y))).toBe(true);
        expect(close(scores.matthewsCorrcoef(y, p), scores.matthewsCorrcoef(p, y))).toBe(true);
        for (const average of ["macro", "micro"] as const) {
          expect(close(scores.f1Score(y, p, { average }), scores.f1Score(p, y, { average }))).toBe(true);
          expect(scores.precisionScore(y, p, { average })).toBe(scores.recallScore(p, y, { average }));
        }
        const accuracy = scores.accuracyScore(y, p);
        expect(close(accuracy, scores.f1Score(y, p, { average: "micro" }))).toBe(true);
        expect(close(accuracy, 1 - scores.zeroOneLoss(y, p))).toBe(true);
      }),
    );
  });
});

describe("the area under the ROC curve", () => {
  test("does not change under rising functions of the scores", () => {
    fc.assert(
      fc.property(scoredRows, (rows) => {
        const [y, s, sampleWeight] = [column(rows, "y"), column(rows, "s"), column(rows, "w")];
        const area = scores.rocAucScore(y, s, { sampleWeight });
        for (const rising of [(x: number) => 3 * x - 7, Math.exp, Math.cbrt, Math.atan, (x: number) => x ** 3]) {
          expect(scores.rocAucScore(y, s.map(rising), { sampleWeight })).toBe(area);
        }
      }),
    );
  });
  test("is the chance that a positive row scores higher, ties counting half", () => {
    fc.assert(
      fc.property(scoredRows, (rows) => {
        let [won, pairs] = [0, 0];
        for (const a of rows.filter(({ y }) => y === 1)) {
          for (const b of rows.filter(({ y }) => y === 0)) {
            pairs += a.w * b.w;
            won += a.w * b.w * (a.s > b.s ? 1 : a.s === b.s ? 0.5 : 0);
          }
        }
        const sampleWeight = column(rows, "w");
        expect(close(scores.rocAucScore(column(rows, "y"), column(rows, "s"), { sampleWeight }), won / pairs)).toBe(
          true,
        );
      }),
    );
  });
  test("is 1 minus itself when classes or scores are turned round", () => {
    fc.assert(
      fc.property(scoredRows, (rows) => {
        const [y, s] = [column(rows, "y"), column(rows, "s")];
        const area = scores.rocAucScore(y, s);
        expect(
          close(
            scores.rocAucScore(
              y,
              s.map((score) => -score),
            ),
            1 - area,
          ),
        ).toBe(true);
        expect(
          close(
            scores.rocAucScore(
              y.map((label) => 1 - label),
              s,
            ),
            1 - area,
          ),
        ).toBe(true);
      }),
    );
  });
  test("is the same with all points of the curve", () => {
    fc.assert(
      fc.property(scoredRows, (rows) => {
        const { fpr, tpr } = scores.rocCurve(column(rows, "y"), column(rows, "s"), { dropIntermediate: false });
        expect(close(scores.auc(fpr, tpr), scores.rocAucScore(column(rows, "y"), column(rows, "s")))).toBe(true);
      }),
    );
  });
});

test("scores of numbers do not change when all numbers are moved, and turn round where they should", () => {
  fc.assert(
    fc.property(numberRows, fc.integer({ min: -50, max: 50 }), (rows, shift) => {
      const [y, p] = [column(rows, "y"), column(rows, "p")];
      const moved = (values: number[]): number[] => values.map((value) => value + shift);
      for (const score of Object.values(ofNumbers)) {
        expect(close(score(moved(y), moved(p), {}), score(y, p, {}))).toBe(true);
      }
      expect(scores.meanAbsoluteError(y, p)).toBe(scores.meanAbsoluteError(p, y));
      expect(close(scores.rootMeanSquaredError(y, p) ** 2, scores.meanSquaredError(y, p))).toBe(true);
      expect(close(scores.meanPinballLoss(y, p, { alpha: 0.2 }), scores.meanPinballLoss(p, y, { alpha: 0.8 }))).toBe(
        true,
      );
    }),
  );
});
