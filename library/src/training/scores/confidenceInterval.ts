// confidenceInterval: what a score on some rows says about the score on all rows.
import type { ArrayInput } from "../../data/index.ts";
import { ConfigError, type NdArray, Random } from "../../tensor/index.ts";
import type { LabelsInput } from "./inputs/labels.ts";
import { sum } from "./inputs/sum.ts";
import { acceleratedInterval, percentileInterval, resample } from "./intervals/bootstrap.ts";
import {
  type RowsScore,
  readScoredRows,
  type ScoredRows,
  type ScoreOptions,
  scoreAll,
  scoreDrawn,
} from "./intervals/drawnRows.ts";
import { checkConfidence, type Interval } from "./intervals/interval.ts";
import { wilsonInterval } from "./wilsonInterval.ts";

/** Options of `confidenceInterval`. */
export interface ConfidenceOptions {
  /** How often such an interval holds the score on all rows. Default: 0.95. */
  readonly confidence?: number;
  /**
   * `"bootstrap"`, the default: the middle part of the scores of rows drawn with replacement (Efron, 1979); `"bca"`: the
   * same, corrected for bias and skewness (Efron, 1987); `"wilson"`: for shares of rows, such as the accuracy, without
   * drawing (Wilson, 1927).
   */
  readonly method?: "bootstrap" | "bca" | "wilson";
  /** How often rows are drawn. Default: 2000. */
  readonly resamples?: number;
  /** Decides which rows are drawn: the same seed gives the same interval. Default: 0. */
  readonly seed?: number;
  /** Weights of the rows, handed to the score with the rows. Default: all the same. */
  readonly sampleWeight?: ArrayInput;
}

/** A score with its interval. */
export interface ScoreInterval extends Interval {
  /** The score of all rows. */
  readonly score: number;
  /** How many resamples were drawn again, because the score is not defined on them (a single class, for example). */
  readonly redrawn: number;
}

/** Keeps the draws apart from other uses of the same seed. */
const stream = 0xb007;

/**
 * Wilson's interval of a share of rows. Weighted rows count as (Σw)² / Σw² trials (Kish, 1965).
 *
 * @throws {ConfigError} when the score is no share of the rows.
 */
function shareInterval(score: RowsScore, all: ScoredRows, value: number, confidence: number): Interval {
  const hits = (all.weights === undefined ? value : scoreAll(score, { ...all, weights: undefined })) * all.rows;
  if (!(value >= 0 && value <= 1 && Math.abs(hits - Math.round(hits)) <= 1e-9 * all.rows)) {
    throw new ConfigError("method", {
      got: `"wilson" for a score of ${value}`,
      expected: "a share of the rows, such as the accuracy",
      fix: 'Take { method: "bootstrap" }',
    });
  }
  const { weights } = all;
  const trials = weights === undefined ? all.rows : sum(weights) ** 2 / sum(weights.map((weight) => weight ** 2));
  return wilsonInterval(Math.min(value * trials, trials), trials, confidence);
}

/**
 * A score with an interval that says how far chance in the choice of rows may have moved it.
 *
 * @param score any score of truth and predictions, also one of your own. It is given rows that were drawn, labels that
 * are strings as their places 0, 1, ... among all labels in ascending order, and `{ sampleWeight }` if there are weights.
 * @param yTrue truth, one for each row.
 * @param yPredicted what `score` takes as predictions, one for each row.
 * @throws {DataError} for different lengths, no rows, NaN with its row; when the score is not defined on most of the
 * resamples; and whatever the score throws. {ConfigError} for other values of options, and for `"wilson"` with a score
 * that is no share of the rows.
 *
 * @example
 * ```ts
 * import { scores } from "chainrule";
 * const truth = [0, 0, 1, 1, 1, 0, 1, 0, 1, 1];
 * const predicted = [0, 0, 1, 1, 0, 0, 1, 0, 1, 1];
 * const exact = scores.confidenceInterval(scores.accuracyScore, truth, predicted, { method: "wilson" });
 * console.log(exact.score, exact.low.toFixed(3), exact.high.toFixed(3)); // 0.9 0.596 0.982
 * const { low, high } = scores.confidenceInterval(scores.f1Score, truth, predicted, { seed: 1 });
 * console.log(low < 0.9, high); // true 1
 * ```
 */
export function confidenceInterval(
  score: (yTrue: NdArray, yPredicted: NdArray, options: ScoreOptions) => number,
  yTrue: LabelsInput,
  yPredicted: LabelsInput,
  { confidence = 0.95, method = "bootstrap", resamples = 2000, seed = 0, sampleWeight }: ConfidenceOptions = {},
): ScoreInterval {
  checkConfidence(confidence);
  if (!Number.isInteger(resamples) || resamples < 1) {
    throw new ConfigError("resamples", { got: String(resamples), expected: "a positive whole number" });
  }
  const all = readScoredRows(yTrue, yPredicted, sampleWeight);
  const value = scoreAll(score, all);
  if (method === "wilson") return { score: value, redrawn: 0, ...shareInterval(score, all, value, confidence) };
  if (method !== "bootstrap" && method !== "bca") {
    throw new ConfigError("method", { got: JSON.stringify(method), expected: '"bootstrap", "bca" or "wilson"' });
  }
  const random = new Random(seed, stream);
  const ofRows = (rows: Int32Array): number => scoreDrawn(score, all, rows);
  const resampled = resample(ofRows, all.rows, resamples, random);
  const interval =
    method === "bootstrap"
      ? percentileInterval(resampled.scores, confidence)
      : acceleratedInterval(resampled, confidence, { score: ofRows, value, rows: all.rows, random });
  return { score: value, redrawn: resampled.redrawn, ...interval };
}
