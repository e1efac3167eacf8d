// Counts of right and wrong decisions by class, and the shares that follow from them.
import { choice, decimal, optional, targetRows, wholeNumber } from "../../nn/index.ts";
import { cast, greater, multiply } from "../../ops/index.ts";
import { ConfigError, type Tensor } from "../../tensor/index.ts";
import type { MetricContext, Totals } from "../metric.ts";
import { chosenRows, positives } from "./decisions.ts";
import { columnSums, ratio } from "./rowMeans.ts";

/** Options of the metrics that count yes-or-no decisions. */
export const decisionFields = {
  thresholds: optional(decimal({ description: "Predictions above it are yes; by default probabilities above 0.5" })),
  classId: optional(wholeNumber({ minimum: 0, description: "The one class that counts; by default all do" })),
};

/** Options of the F scores. */
export const fScoreFields = {
  average: optional(
    choice(
      ["macro", "micro", "weighted"],
      "How the scores of classes become one: mean, all decisions together, by support",
    ),
    "macro",
  ),
  threshold: optional(decimal({ description: "Predictions above it are yes; by default the largest of a row is" })),
};

/** Targets as 0 and 1, one for each prediction: labels as one-hot rows, other targets by whether they exceed 1/2. */
export function truthRows(yTrue: Tensor, yPredicted: Tensor): Tensor {
  return cast(greater(targetRows(yTrue, yPredicted), 0.5), "float");
}

/** Decisions counted by column: yes that is right, yes that was said, yes that is true. */
export function confusionTotals(
  yTrue: Tensor,
  yPredicted: Tensor,
  decisions: Tensor,
  context: MetricContext,
): Readonly<Record<string, Tensor>> {
  const truth = truthRows(yTrue, yPredicted);
  return {
    truePositives: columnSums(multiply(truth, decisions), context),
    predictedPositives: columnSums(decisions, context),
    actualPositives: columnSums(truth, context),
  };
}

/** Totals of yes-or-no decisions, each prediction by itself. @throws {ConfigError} for a class that there is not. */
export function decisionTotals(
  metric: string,
  [yTrue, yPredicted]: readonly [Tensor, Tensor],
  context: MetricContext,
  { thresholds, classId }: { readonly thresholds?: number | undefined; readonly classId?: number | undefined },
): Readonly<Record<string, Tensor>> {
  checkClassId(metric, classId, yPredicted);
  return confusionTotals(yTrue, yPredicted, positives(yPredicted, context, thresholds), context);
}

/** Totals of the F scores: the largest prediction of a row is yes, unless there is a threshold or only one output. */
export function fScoreTotals(
  yTrue: Tensor,
  yPredicted: Tensor,
  context: MetricContext,
  threshold: number | undefined,
): Readonly<Record<string, Tensor>> {
  const isChoice = threshold === undefined && (yPredicted.shape.at(-1) ?? 1) > 1;
  const decisions = isChoice ? chosenRows(yPredicted) : positives(yPredicted, context, threshold);
  return confusionTotals(yTrue, yPredicted, decisions, context);
}

/** What {@link confusionTotals} counted, for one column or for several together. */
export interface ConfusionCounts {
  readonly truePositives: number;
  readonly predictedPositives: number;
  readonly actualPositives: number;
}

/** The counts of each column. */
export function countsOfColumns(totals: Totals): readonly ConfusionCounts[] {
  const { truePositives = [], predictedPositives = [], actualPositives = [] } = totals;
  return Array.from(truePositives, (count, column) => ({
    truePositives: count,
    predictedPositives: predictedPositives[column] ?? 0,
    actualPositives: actualPositives[column] ?? 0,
  }));
}

/** The counts of several columns together. */
export function sumOfCounts(counts: readonly ConfusionCounts[]): ConfusionCounts {
  return counts.reduce(
    (sum, own) => ({
      truePositives: sum.truePositives + own.truePositives,
      predictedPositives: sum.predictedPositives + own.predictedPositives,
      actualPositives: sum.actualPositives + own.actualPositives,
    }),
    { truePositives: 0, predictedPositives: 0, actualPositives: 0 },
  );
}

/** The counts of one column, or of all together where none is named. */
export function selectedCounts(totals: Totals, classId: number | undefined): ConfusionCounts {
  const columns = countsOfColumns(totals);
  return sumOfCounts(classId === undefined ? columns : columns.slice(classId, classId + 1));
}

/** Refuses a class that the output has no column for. @throws {ConfigError} */
export function checkClassId(metric: string, classId: number | undefined, { shape }: Tensor): void {
  const classes = shape.at(-1) ?? 1;
  if (classId === undefined || classId < classes) return;
  throw new ConfigError(`${metric}: classId`, {
    got: String(classId),
    expected: `a class of the output, from 0 to ${classes - 1}`,
  });
}

/** How class scores become one: their mean, their mean by support, or one score of all decisions together. */
export type Average = "macro" | "micro" | "weighted";

/** F-beta of a column: `(1 + b^2) tp / (b^2 actual + predicted)`, which is 0 where nothing was right. */
function fBetaOf({ truePositives, predictedPositives, actualPositives }: ConfusionCounts, beta: number): number {
  return ratio((1 + beta ** 2) * truePositives, beta ** 2 * actualPositives + predictedPositives);
}

/** F-beta from {@link confusionTotals}. */
export function fBetaOfTotals(totals: Totals, beta: number, average: Average): number {
  const columns = countsOfColumns(totals);
  const all = sumOfCounts(columns);
  if (average === "micro") return fBetaOf(all, beta);
  const share = ({ actualPositives }: ConfusionCounts): number =>
    average === "macro" ? 1 / columns.length : ratio(actualPositives, all.actualPositives);
  return columns.reduce((sum, column) => sum + share(column) * fBetaOf(column, beta), 0);
}
