// confusionCounts: rows, or sums of weights, by true and predicted label.
import { DataError } from "../../../tensor/index.ts";
import { checkLabels, type Label, showLabels } from "../inputs/label.ts";
import type { CodedPair } from "../inputs/labels.ts";

/**
 * Counts by true label (row) and predicted label (column), row-major; rows with other labels are left out.
 *
 * @throws {DataError} when none of the labels is in the truth.
 */
export function confusionCounts(
  { truth, predicted, rows, classes }: CodedPair,
  labels: readonly Label[] = classes,
  weights?: Float64Array,
): Float64Array {
  checkLabels(labels);
  const wanted = new Map(labels.map((label, place) => [label, place]));
  const places = Int32Array.from(classes, (label) => wanted.get(label) ?? -1);
  if (!truth.some((code) => (places[code] ?? -1) >= 0)) {
    throw new DataError("none of them is in yTrue", { where: "labels", got: showLabels(labels) });
  }
  const counts = new Float64Array(labels.length * labels.length);
  for (let row = 0; row < rows; row += 1) {
    const is = places[truth[row] ?? 0] ?? -1;
    const answer = places[predicted[row] ?? 0] ?? -1;
    if (is < 0 || answer < 0) continue;
    const cell = is * labels.length + answer;
    counts[cell] = (counts[cell] ?? 0) + (weights === undefined ? 1 : (weights[row] ?? 0));
  }
  return counts;
}
