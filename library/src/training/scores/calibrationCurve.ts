// calibrationCurve: predicted probabilities against how often it happened, bin by bin.
import type { ArrayInput } from "../../data/index.ts";
import { ConfigError, DataError } from "../../tensor/index.ts";
import { sortedQuantile } from "./counts/quantile.ts";
import { readBinaryScores } from "./inputs/binaryScores.ts";
import type { Label } from "./inputs/label.ts";
import { codeLabels, type LabelsInput } from "./inputs/labels.ts";
import { checkProbabilities } from "./inputs/probabilities.ts";

/** Options of `calibrationCurve`. */
export interface CalibrationOptions {
  /** The class whose probabilities are given. Default: 1, where the labels are 0 and 1 or -1 and 1. */
  readonly posLabel?: Label;
  /** Number of bins. Default: 5. */
  readonly nBins?: number;
  /** Bins of equal width (default), or of equally many rows. */
  readonly strategy?: "uniform" | "quantile";
}

/** One pair of numbers for each bin that has rows. */
export interface CalibrationCurve {
  /** The share of the bin's rows that are positive. */
  readonly probTrue: Float64Array;
  /** The mean of the bin's predicted probabilities. */
  readonly probPred: Float64Array;
}

/** The inner edges of the bins; a probability on an edge belongs to the bin below. */
function innerEdges(probabilities: ArrayLike<number>, bins: number, strategy: string): number[] {
  const shares = Array.from({ length: bins - 1 }, (_, bin) => (bin + 1) * (1 / bins));
  if (strategy === "uniform") return shares;
  if (strategy !== "quantile") {
    throw new ConfigError("strategy", { got: JSON.stringify(strategy), expected: '"uniform" or "quantile"' });
  }
  const sorted = Float64Array.from(probabilities).sort();
  // By way of percent, as scikit-learn rounds.
  return shares.map((share) => sortedQuantile(sorted, (share * 100) / 100));
}

/**
 * How often it happened against the predicted probability, bin by bin: scikit-learn's `calibration_curve`.
 *
 * @param yTrue the class of each row, two classes.
 * @param yProbability [rows] probabilities of the positive class, or [rows, 2].
 * @returns one pair for each bin with rows, bins rising.
 * @throws {DataError} naming the row where one value is wrong, a probability outside of [0, 1] among them; for more
 * than two classes; {ConfigError} for a number of bins that is no positive whole number.
 */
export function calibrationCurve(
  yTrue: LabelsInput,
  yProbability: ArrayInput,
  { nBins = 5, strategy = "uniform", ...options }: CalibrationOptions = {},
): CalibrationCurve {
  if (!Number.isInteger(nBins) || nBins < 1) {
    throw new ConfigError("nBins", { got: String(nBins), expected: "a positive whole number" });
  }
  const { classes } = codeLabels(yTrue, "yTrue");
  if (classes.length > 2) {
    throw new DataError("has more than two classes", { where: "yTrue", got: `${classes.length}`, expected: "two" });
  }
  const { truth, scores } = readBinaryScores(yTrue, yProbability, options);
  checkProbabilities({ data: scores, rows: scores.length, columns: 1 }, "yProbability");
  const edges = innerEdges(scores, nBins, strategy);
  const [rows, happened, predicted] = [new Float64Array(nBins), new Float64Array(nBins), new Float64Array(nBins)];
  scores.forEach((probability: number, row: number) => {
    const above = edges.findIndex((edge) => probability <= edge);
    const bin = above < 0 ? nBins - 1 : above;
    rows[bin] = (rows[bin] ?? 0) + 1;
    happened[bin] = (happened[bin] ?? 0) + (truth[row] ?? 0);
    predicted[bin] = (predicted[bin] ?? 0) + probability;
  });
  const means = (totals: Float64Array): Float64Array =>
    totals.map((total, bin) => total / (rows[bin] ?? 0)).filter((_, bin) => (rows[bin] ?? 0) > 0);
  return { probTrue: means(happened), probPred: means(predicted) };
}
