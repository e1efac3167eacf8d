// What a network says of rows, in the table's own terms: labels and numbers instead of outputs.
import type { Encoder, NdArray } from "chainrule";

/** Answers of a classification. */
export interface ClassAnswer {
  /** The index of the most probable label of each row. */
  readonly classes: Int32Array;
  /** Row by row, one probability per label. */
  readonly probabilities: NdArray;
}

/** The most probable class of each row; the first of equals, as argmax has it. */
export function classAnswers(probabilities: NdArray): ClassAnswer {
  const [rows = 0, labels = 0] = probabilities.shape;
  const classes = Int32Array.from({ length: rows }, (_, row) => {
    let best = 0;
    for (let label = 1; label < labels; label += 1) {
      const better = (probabilities.data[row * labels + label] ?? 0) > (probabilities.data[row * labels + best] ?? 0);
      if (better) best = label;
    }
    return best;
  });
  return { classes, probabilities };
}

/** Numbers of a regression in the target's own unit. */
export function numberAnswers(outputs: NdArray, target: Encoder): Float64Array {
  return Float64Array.from(target.inverse(outputs).data);
}
