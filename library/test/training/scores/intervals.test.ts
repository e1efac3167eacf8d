// Intervals of scores: known values, and how often they hold the truth.
import { describe, expect, test } from "vitest";
import { ConfigError, DataError, type NdArray, Random } from "../../../src/tensor/index.ts";
import * as scores from "../../../src/training/scores/index.ts";
import { normalQuantile, normalShare } from "../../../src/training/scores/intervals/index.ts";

describe("wilsonInterval", () => {
  // R. G. Newcombe, "Two-sided confidence intervals for the single proportion" (1998), table I, method 3.
  test.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])("of %d in %d is from %d to %d", (successes, trials, low, high) => {
    const found = scores.wilsonInterval(successes, trials);
    expect(found.low).toBeCloseTo(low, 4);
    expect(found.high).toBeCloseTo(high, 4);
  });
  test("ends at 0 and 1 exactly, and turns with the question", () => {
    expect(scores.wilsonInterval(0, 7).low).toBe(0);
    expect(scores.wilsonInterval(7, 7).high).toBe(1);
    const [yes, no] = [scores.wilsonInterval(3, 11, 0.9), scores.wilsonInterval(8, 11, 0.9)];
    expect(yes.low).toBeCloseTo(1 - no.high, 14);
  });
  test("holds the chance about as often as it says, for every chance", () => {
    // Exact coverage: the binomial probabilities of all counts whose interval holds the chance.
    const trials = 60;
    const coverage = (chance: number): number => {
      let probability = (1 - chance) ** trials;
      let total = 0;
      for (let hits = 0; hits <= trials; hits += 1) {
        const { low, high } = scores.wilsonInterval(hits, trials);
        if (low <= chance && chance <= high) total += probability;
        probability *= ((trials - hits) / (hits + 1)) * (chance / (1 - chance));
      }
      return total;
    };
    const found = Array.from({ length: 97 }, (_, index) => coverage((index + 2) / 100));
    expect(Math.min(...found)).toBeGreaterThan(0.91);
    expect(found.reduce((sum, value) => sum + value, 0) / found.length).toBeCloseTo(0.953, 2);
  });
  test("refuses what is no share, and percent for a share", () => {
    expect(() => scores.wilsonInterval(3, 2)).toThrow(DataError);
    expect(() => scores.wilsonInterval(0, 0)).toThrow("got 0 of 0");
    expect(() => scores.wilsonInterval(1, 2, 95)).toThrow(
      "confidence: got 95, expected a share between 0 and 1. Write 95 % as 0.95",
    );
  });
});

test("quantiles of the normal distribution are those of the tables", () => {
  for (const [share, z] of [
    [0.5, 0],
    [0.975, 1.959963984540054],
    [0.995, 2.5758293035489004],
    [0.0013498980316300933, -3],
  ] as const) {
    expect(normalQuantile(share)).toBeCloseTo(z, 12);
    expect(normalShare(z)).toBeCloseTo(share, 15);
  }
});

/** Pearson's correlation, a score of one's own. */
function correlation(x: NdArray, y: NdArray): number {
  const mean = ({ data }: NdArray): number => Array.from(data).reduce((sum, value) => sum + value, 0) / data.length;
  const [centerX, centerY] = [mean(x), mean(y)];
  let [xx, xy, yy] = [0, 0, 0];
  for (let row = 0; row < x.size; row += 1) {
    const [a, b] = [(x.data[row] ?? 0) - centerX, (y.data[row] ?? 0) - centerY];
    [xx, xy, yy] = [xx + a * a, xy + a * b, yy + b * b];
  }
  return xy / Math.sqrt(xx * yy);
}

describe("the bootstrap", () => {
  // Admission tests and grades of 15 law schools (Efron, 1979); ends by SciPy 1.17.1 with 400,000 resamples.
  const lsat = [576, 635, 558, 578, 666, 580, 555, 661, 651, 605, 653, 575, 545, 572, 594];
  const gpa = [3.39, 3.3, 2.81, 3.03, 3.44, 3.07, 3.0, 3.43, 3.36, 3.13, 3.12, 2.74, 2.76, 2.88, 2.96];

  test.each([
    ["bootstrap", 0.4603, 0.9617],
    ["bca", 0.3338, 0.9419],
  ] as const)("by the method %s finds SciPy's interval of a correlation", (method, low, high) => {
    const found = scores.confidenceInterval(correlation, lsat, gpa, { method, resamples: 20_000, seed: 1 });
    expect(found.score).toBeCloseTo(0.776374, 6);
    expect(Math.abs(found.low - low)).toBeLessThan(0.012);
    expect(Math.abs(found.high - high)).toBeLessThan(0.004);
  });
  test("gives the same interval for the same seed, another for another", () => {
    const at = (seed: number) =>
      scores.confidenceInterval(scores.r2Score, lsat, lsat.toReversed(), { seed, resamples: 100 });
    expect(at(3)).toEqual(at(3));
    expect(at(3)).not.toEqual(at(4));
  });
  test("is wider for more confidence", () => {
    const width = (confidence: number) => {
      const { low, high } = scores.confidenceInterval(correlation, lsat, gpa, { confidence });
      return high - low;
    };
    expect(width(0.99)).toBeGreaterThan(width(0.9));
  });
  test("takes strings, rows of probabilities and weights", () => {
    const truth = ["a", "b", "b", "c", "a", "c", "b", "a"];
    const said = ["a", "b", "c", "c", "a", "b", "b", "a"];
    const found = scores.confidenceInterval(scores.accuracyScore, truth, said, {
      sampleWeight: [1, 2, 1, 1, 1, 1, 1, 1],
    });
    expect(found.score).toBe(scores.accuracyScore(truth, said, { sampleWeight: [1, 2, 1, 1, 1, 1, 1, 1] }));
    expect(found.low).toBeLessThan(found.score);
    const rows = truth.map((label) => ["a", "b", "c"].map((other) => (other === label ? 0.8 : 0.1)));
    const labels = [0, 1, 2];
    const loss = scores.confidenceInterval((y, p) => scores.logLoss(y, p, { labels }), truth, rows, { resamples: 50 });
    expect(loss.low).toBeCloseTo(-Math.log(0.8), 12);
  });
  test("counts the resamples without a score, and gives up when they are most", () => {
    const found = scores.confidenceInterval(scores.rocAucScore, [0, 0, 1, 1], [0.1, 0.3, 0.2, 0.4], { resamples: 400 });
    // Two chances in sixteen that all four rows are of one class.
    expect(found.redrawn / (found.redrawn + 400)).toBeCloseTo(0.125, 1);
    const all = [1, 2, 3, 4, 5, 6];
    const call = () =>
      scores.confidenceInterval(
        (y, p) => {
          if (new Set(y.data).size < 6) throw new DataError("not all of them");
          return scores.meanAbsoluteError(y, p);
        },
        all,
        all,
        { resamples: 20 },
      );
    expect(call).toThrow("the score is not defined on most of the resamples");
  });
  test.each(["bootstrap", "bca"] as const)(
    "by the method %s holds the true error about as often as it says",
    (method) => {
      const random = new Random(5);
      const [trials, rows] = [150, 50];
      let held = 0;
      for (let trial = 0; trial < trials; trial += 1) {
        const truth = Float64Array.from({ length: rows }, () => random.normal());
        const predicted = truth.map((value) => value + random.normal());
        const options = { method, resamples: 300, seed: trial };
        const { low, high } = scores.confidenceInterval(scores.meanAbsoluteError, truth, predicted, options);
        // The mean distance of a standard normal error.
        if (low <= Math.sqrt(2 / Math.PI) && Math.sqrt(2 / Math.PI) <= high) held += 1;
      }
      // 95 % give or take four standard deviations of 150 trials.
      expect(held / trials).toBeGreaterThan(0.88);
      expect(held / trials).toBeLessThan(1);
    },
  );
});

describe("the method wilson", () => {
  const [truth, predicted] = [
    [0, 1, 1, 0, 1, 1, 0, 0, 1, 0],
    [0, 1, 0, 0, 1, 1, 0, 1, 1, 0],
  ];
  test("is Wilson's interval of the share of rows", () => {
    const { low, high, score } = scores.confidenceInterval(scores.accuracyScore, truth, predicted, {
      method: "wilson",
    });
    expect({ low, high, score }).toEqual({ ...scores.wilsonInterval(8, 10), score: 0.8 });
  });
  test("counts weighted rows as fewer", () => {
    const width = (sampleWeight: number[]) => {
      const found = scores.confidenceInterval(scores.accuracyScore, truth, predicted, {
        method: "wilson",
        sampleWeight,
      });
      return found.high - found.low;
    };
    const alike = Array.from(truth, () => 3);
    const plain = scores.wilsonInterval(8, 10);
    expect(width(alike)).toBeCloseTo(plain.high - plain.low, 12);
    expect(width([9, 1, 1, 9, 1, 1, 1, 1, 1, 1])).toBeGreaterThan(plain.high - plain.low);
  });
  test("refuses scores that are no share of the rows", () => {
    const call = () => scores.confidenceInterval(scores.meanSquaredError, [1, 2], [1, 4], { method: "wilson" });
    expect(call).toThrow('method: got "wilson" for a score of 2, expected a share of the rows');
    expect(call).toThrow(ConfigError);
  });
});

test.each([
  [() => scores.confidenceInterval(scores.r2Score, [1, 2], [1]), "yTrue and yPredicted have different numbers of rows"],
  [() => scores.confidenceInterval(scores.r2Score, [1, Number.NaN], [1, 2]), "yTrue: row 1: got NaN"],
  [() => scores.confidenceInterval(scores.r2Score, [1, 2], [1, 2], { resamples: 0 }), "resamples: got 0"],
  [() => scores.confidenceInterval(scores.r2Score, [1, 2], [1, 2], { confidence: 1 }), "confidence: got 1"],
  [() => scores.confidenceInterval(scores.r2Score, [1, 2], [1, 2], JSON.parse('{"method":"t"}')), 'method: got "t"'],
])("what does not fit is refused: %#", (call, message) => {
  expect(call).toThrow(message);
});
