// confusionMatrix: how often each class was taken for each.
import { DataError, NdArray } from "../tensor/index.ts";

function label(values: ArrayLike<number>, row: number, classes: number, name: string): number {
  const value = values[row] ?? Number.NaN;
  if (Number.isInteger(value) && value >= 0 && value < classes) return value;
  throw new DataError(`row ${row}`, {
    where: name,
    got: String(value),
    expected: `a label from 0 to ${classes - 1}`,
  });
}

const valuesOf = (labels: NdArray | ArrayLike<number>): ArrayLike<number> =>
  labels instanceof NdArray ? labels.data : labels;

/**
 * Counts by true class (row) and predicted class (column), as in scikit-learn.
 *
 * @param yTrue a label from 0 on for each row.
 * @param yPredicted predicted labels.
 * @param classes number of classes; by default the largest label and one.
 * @returns [classes, classes].
 * @throws {DataError} naming the row, for labels that are no class; and when there are more of one than of the other.
 *
 * @example
 * ```ts
 * import { confusionMatrix } from "chainrule";
 * console.log(confusionMatrix([0, 1, 1], [0, 1, 0]).toNested()); // [[1, 0], [1, 1]]
 * ```
 */
export function confusionMatrix(
  yTrue: NdArray | ArrayLike<number>,
  yPredicted: NdArray | ArrayLike<number>,
  classes?: number,
): NdArray {
  const actual = valuesOf(yTrue);
  const predicted = valuesOf(yPredicted);
  if (actual.length !== predicted.length) {
    throw new DataError("there are other numbers of true and of predicted labels", {
      got: `${actual.length} and ${predicted.length}`,
    });
  }
  let count = classes ?? 0;
  if (classes === undefined) {
    for (let row = 0; row < actual.length; row += 1) {
      count = Math.max(count, (actual[row] ?? 0) + 1, (predicted[row] ?? 0) + 1);
    }
  }
  const counts = new Int32Array(count * count);
  for (let row = 0; row < actual.length; row += 1) {
    const cell = label(actual, row, count, "yTrue") * count + label(predicted, row, count, "yPredicted");
    counts[cell] = (counts[cell] ?? 0) + 1;
  }
  return new NdArray(counts, [count, count]);
}
