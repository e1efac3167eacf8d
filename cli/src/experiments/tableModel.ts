// A network together with what it knows of the table it was made for: rows in, labels or numbers out.
import { loadModel, type Model, type NdArray, readEncoder } from "chainrule";
import { codes } from "../errors/codes.ts";
import { CommandError } from "../errors/commandError.ts";
import type { FoundRun } from "../runs/findRun.ts";
import type { Encoders } from "./encode.ts";
import { type Score, scoreClasses, scoreNumbers } from "./scores.ts";
import { readCard, type TableCard } from "./tableCard.ts";

/** A trained network for tables. */
export interface TableModel extends Encoders {
  readonly model: Model;
  readonly card: TableCard;
}

/** What a classification says of rows. */
export interface ClassAnswers {
  readonly task: "classification";
  /** The index of the most probable label of each row. */
  readonly values: Int32Array;
  /** The probability of each label, [rows, labels]. */
  readonly probabilities: NdArray;
}

/** What a regression says of rows, in the target's own unit. */
export interface NumberAnswers {
  readonly task: "regression";
  readonly values: Float64Array;
}

/** What a network says of rows. */
export type Answers = ClassAnswers | NumberAnswers;

/** Reads a model file that `train` has written. */
export async function loadTableModel(run: FoundRun): Promise<TableModel> {
  const model = await loadModel(run.model);
  const card = readCard(model.metadata, model.labels, run.name);
  const features = readEncoder(card.featureScaler);
  const target = card.task === "regression" ? readEncoder(card.targetScaler) : undefined;
  return { model, card, features, target };
}

/** What the network says of rows of features, [rows, columns], as they stand in the table. */
export async function answer({ model, features, target }: TableModel, rows: NdArray): Promise<Answers> {
  const outputs = await model.predict(features.transform(rows));
  const broken = outputs.data.findIndex((value) => !Number.isFinite(value));
  if (broken >= 0) throw notFiniteError(Math.floor(broken / (outputs.shape[1] ?? 1)));
  if (target !== undefined) return { task: "regression", values: Float64Array.from(target.inverse(outputs).data) };
  return { task: "classification", values: mostProbable(outputs), probabilities: outputs };
}

/** The score of answers against the truth: indices of `labels`, or numbers. */
export function scoreAnswers(
  card: TableCard,
  { values }: Pick<Answers, "values">,
  truth: ArrayLike<number>,
  labels: readonly string[] = card.labels,
): Score {
  if (card.task === "classification") {
    return scoreClasses({ truth, predicted: values, labels, mostFrequent: card.baseline });
  }
  return scoreNumbers({ truth, predicted: values, trainingMean: card.baseline, seed: card.seed });
}

/** The most probable class of each row; the first of equals, as argmax has it. */
function mostProbable(probabilities: NdArray): Int32Array {
  const [rows = 0, labels = 0] = probabilities.shape;
  const at = (row: number, label: number): number => probabilities.data[row * labels + label] ?? 0;
  return Int32Array.from({ length: rows }, (_, row) => {
    let best = 0;
    for (let label = 1; label < labels; label += 1) if (at(row, label) > at(row, best)) best = label;
    return best;
  });
}

function notFiniteError(row: number): CommandError {
  return new CommandError(codes.notFiniteOutput, `the network gives no finite number for row ${row + 1}`, {
    evidence: ["its inputs lie very far outside of what it was trained on, or its training has diverged"],
    fixes: ["chainrule inspect FILE shows the ranges of the columns"],
  });
}
