// Scores are scikit-learn's, case by case: labels, curves with ties, probabilities and numbers, with and without weights.
import { describe, expect, test } from "vitest";
import { NdArray } from "../../../src/tensor/index.ts";
import * as scores from "../../../src/training/scores/index.ts";
import { type GoldenCase, goldenArray, goldenCases, goldenNumber, goldenRecord } from "../../golden/goldenCases.ts";

/** Results by their names in the file. */
type Computed = Readonly<Record<string, () => unknown>>;

const numbers = (value: unknown): number[] => [...goldenArray(value).data];
const weightsOf = ({ sample_weight }: GoldenCase): { sampleWeight?: number[] } =>
  sample_weight === undefined ? {} : { sampleWeight: numbers(sample_weight) };

const averaged = {
  precision: scores.precisionScore,
  recall: scores.recallScore,
  f1: scores.f1Score,
  jaccard: scores.jaccardScore,
};

function labelScores(given: GoldenCase): Computed {
  const [y, p, weights] = [numbers(given.y_true), numbers(given.y_pred), weightsOf(given)];
  const labelled = given.labels === undefined ? weights : { ...weights, labels: numbers(given.labels) };
  const names = Array.isArray(given.target_names) ? { targetNames: given.target_names.map(String) } : {};
  const averages = (["binary", "micro", "macro", "weighted"] as const).flatMap((average) =>
    Object.entries(averaged).map(([name, score]) => {
      return [`${name}_${average}`, () => score(y, p, { ...labelled, average })] as const;
    }),
  );
  const fBeta = (beta: number) => () => scores.fBetaScore(y, p, { ...labelled, beta, average: "macro" });
  const matrix = (normalize: "true" | "pred" | "all") => () => scores.confusionMatrix(y, p, { ...labelled, normalize });
  return {
    ...Object.fromEntries(averages),
    accuracy: () => scores.accuracyScore(y, p, weights),
    accuracy_count: () => scores.accuracyScore(y, p, { ...weights, normalize: false }),
    balanced_accuracy: () => scores.balancedAccuracyScore(y, p, weights),
    balanced_accuracy_adjusted: () => scores.balancedAccuracyScore(y, p, { ...weights, adjusted: true }),
    hamming_loss: () => scores.hammingLoss(y, p, weights),
    zero_one_loss: () => scores.zeroOneLoss(y, p, weights),
    "fbeta_0.5_macro": fBeta(0.5),
    "fbeta_2.0_macro": fBeta(2),
    per_class: () => {
      const { fscore: f1, ...others } = scores.precisionRecallFscoreSupport(y, p, labelled);
      return { ...others, f1 };
    },
    matthews_corrcoef: () => scores.matthewsCorrcoef(y, p, weights),
    cohen_kappa: () => scores.cohenKappaScore(y, p, weights),
    cohen_kappa_linear: () => scores.cohenKappaScore(y, p, { ...weights, weights: "linear" }),
    cohen_kappa_quadratic: () => scores.cohenKappaScore(y, p, { ...weights, weights: "quadratic" }),
    confusion_matrix: () => scores.confusionMatrix(y, p, labelled),
    confusion_matrix_true: matrix("true"),
    confusion_matrix_pred: matrix("pred"),
    confusion_matrix_all: matrix("all"),
    classification_report: () => scores.classificationReport(y, p, { ...labelled, ...names }),
    classification_report_digits4: () => scores.classificationReport(y, p, { ...labelled, ...names, digits: 4 }),
  };
}

function curveScores(given: GoldenCase): Computed {
  const [y, s, weights] = [numbers(given.y_true), numbers(given.y_score), weightsOf(given)];
  const calibration = (["uniform", "quantile"] as const).flatMap((strategy) =>
    [5, 10].map((nBins) => {
      const curve = () => {
        const { probTrue: prob_true, probPred: prob_pred } = scores.calibrationCurve(y, s, { strategy, nBins });
        return { prob_true, prob_pred };
      };
      return [`calibration_curve_${strategy}_${nBins}`, curve] as const;
    }),
  );
  const roc = (dropIntermediate: boolean) => scores.rocCurve(y, s, { ...weights, dropIntermediate });
  const recall = (dropIntermediate: boolean) => scores.precisionRecallCurve(y, s, { ...weights, dropIntermediate });
  return {
    ...Object.fromEntries(calibration),
    roc_curve: () => ({ ...scores.rocCurve(y, s, weights) }),
    roc_curve_drop_intermediate_false: () => ({ ...roc(false) }),
    roc_auc: () => scores.rocAucScore(y, s, weights),
    auc_of_curve: () => scores.auc(roc(true).fpr, roc(true).tpr),
    precision_recall_curve: () => ({ ...scores.precisionRecallCurve(y, s, weights) }),
    precision_recall_curve_drop_intermediate_true: () => ({ ...recall(true) }),
    average_precision: () => scores.averagePrecisionScore(y, s, weights),
    auc_of_precision_recall: () => scores.auc(recall(false).recall, recall(false).precision),
    det_curve: () => ({ ...scores.detCurve(y, s, weights) }),
    "roc_auc_max_fpr_0.3": () => scores.rocAucScore(y, s, { ...weights, maxFpr: 0.3 }),
    log_loss: () => scores.logLoss(y, s, weights),
    brier: () => scores.brierScoreLoss(y, s, weights),
  };
}

function probabilityScores(given: GoldenCase): Computed {
  const [y, p, weights] = [numbers(given.y_true), goldenArray(given.y_prob), weightsOf(given)];
  const classes = p.shape[1] ?? 0;
  const labels = Array.from({ length: classes }, (_, label) => label);
  const top = labels.slice(1).map((k) => {
    return [`top_k_accuracy_${k}`, () => scores.topKAccuracyScore(y, p, { ...weights, k, labels })] as const;
  });
  const areas = (["ovr", "ovo"] as const).flatMap((multiClass) =>
    (["macro", "weighted", "micro"] as const).map((average) => {
      const area = () => scores.rocAucScore(y, p, { ...weights, multiClass, average });
      return [`roc_auc_${multiClass}_${average}`, area] as const;
    }),
  );
  return {
    ...Object.fromEntries([...top, ...areas]),
    log_loss: () => scores.logLoss(y, p, weights),
    log_loss_sum: () => scores.logLoss(y, p, { ...weights, normalize: false }),
    roc_auc_ovr_per_class: () => scores.rocAucScore(y, p, { multiClass: "ovr", average: "none" }),
    average_precision_macro: () => scores.averagePrecisionScore(y, p, weights),
    brier_multiclass: () => scores.brierScoreLoss(y, p, weights),
  };
}

function regressionScores(given: GoldenCase): Computed {
  const [y, p, weights] = [goldenArray(given.y_true), goldenArray(given.y_pred), weightsOf(given)];
  const raw = { ...weights, multioutput: "rawValues" } as const;
  return {
    r2: () => scores.r2Score(y, p, weights),
    r2_raw: () => scores.r2Score(y, p, raw),
    r2_variance_weighted: () => scores.r2Score(y, p, { ...weights, multioutput: "varianceWeighted" }),
    mae: () => scores.meanAbsoluteError(y, p, weights),
    mae_raw: () => scores.meanAbsoluteError(y, p, raw),
    mse: () => scores.meanSquaredError(y, p, weights),
    rmse: () => scores.rootMeanSquaredError(y, p, weights),
    rmse_raw: () => scores.rootMeanSquaredError(y, p, raw),
    msle: () => scores.meanSquaredLogError(y, p, weights),
    rmsle: () => scores.rootMeanSquaredLogError(y, p, weights),
    mape: () => scores.meanAbsolutePercentageError(y, p, weights),
    median_ae: () => scores.medianAbsoluteError(y, p, weights),
    explained_variance: () => scores.explainedVarianceScore(y, p, weights),
    max_error: () => scores.maxError(y, p),
    "pinball_0.3": () => scores.meanPinballLoss(y, p, { ...weights, alpha: 0.3 }),
    d2_absolute_error: () => scores.d2AbsoluteErrorScore(y, p, weights),
  };
}

const kinds: Readonly<Record<string, (given: GoldenCase) => Computed>> = {
  labels: labelScores,
  scores: curveScores,
  probabilities: probabilityScores,
  regression: regressionScores,
};

/** A result as lines of path and number or text: lists, matrices and curves alike. */
function leaves(value: unknown, path = ""): (readonly [path: string, leaf: number | string])[] {
  if (value instanceof NdArray) return leaves(value.toNested(), path);
  if (typeof value === "string" && value.includes("\n")) return [[path, value]];
  if (typeof value !== "object" || value === null) return [[path, goldenNumber(value)]];
  return Object.entries(value).flatMap(([name, inner]) => leaves(inner, `${path}.${name}`));
}

/** Equal up to rounding: 1e-12 of the expected number, and where that is 0 the rounding of 1. */
function isClose(got: number | string | undefined, expected: number | string): boolean {
  if (typeof got !== "number" || typeof expected !== "number") return got === expected;
  return Object.is(got, expected) || got === expected || Math.abs(got - expected) <= 1e-12 * Math.abs(expected) + 1e-15;
}

function differences(result: unknown, wanted: unknown): string[] {
  const got = new Map(leaves(result));
  const expected = leaves(wanted);
  const wrong = expected.filter(([path, leaf]) => !isClose(got.get(path), leaf));
  const lines = wrong.map(([path, leaf]) => `${path}: got ${got.get(path)}, expected ${leaf}`);
  return got.size === expected.length ? lines : [...lines, `got ${got.size} values, expected ${expected.length}`];
}

/** What the file has no number for. */
const absent = "null: scikit-learn's generator did not compute it";
const uncovered: Readonly<Record<string, string>> = {
  "regression [12, 3]: d2_absolute_error": absent,
  "regression [12, 3] weighted: d2_absolute_error": absent,
  "regression [12, 3] positive: d2_absolute_error": absent,
};

describe("every value of scikit-learn's metrics", () => {
  const cases = goldenCases("metrics");
  const skipped: string[] = [];

  test.each(cases)("$name", (given) => {
    const computed = kinds[String(given.kind)]?.(given) ?? {};
    for (const [name, wanted] of Object.entries(goldenRecord(given.values))) {
      if (wanted === null) {
        skipped.push(`${given.name}: ${name}`);
        continue;
      }
      expect(differences(computed[name]?.(), wanted), name).toEqual([]);
    }
  });
  test("is covered but for those that are listed", () => {
    expect(skipped.sort()).toEqual(Object.keys(uncovered).sort());
    expect(cases.length).toBe(38);
  });
});
