// DivergenceError: a training whose loss or weights are no longer finite numbers.
import { TrainingError } from "../tensor/index.ts";

/** Rows that a message lists; the error object has all. */
const listed = 8;

function describeRows(rows: ArrayLike<number>): string {
  const first = Array.from({ length: Math.min(listed, rows.length) }, (_, index) => rows[index]).join(", ");
  return rows.length > listed ? `rows ${first}, ... (${rows.length} in all)` : `rows ${first}`;
}

/** The first sign of a divergence. */
export interface Divergence {
  /** From 0. */
  readonly epoch: number;
  /** From 0; undefined where the weights were found out at the end of an epoch. */
  readonly batch: number | undefined;
  /** The rows of that batch, as numbers of rows in the training data. */
  readonly rows: readonly number[];
  readonly loss: number;
}

/**
 * Training diverged: the loss is NaN or infinite. The model has the last weights that began an epoch and gave a finite
 * loss. Code `CR-T001`.
 */
export class DivergenceError extends TrainingError {
  readonly epoch: number;
  readonly batch: number | undefined;
  readonly rows: readonly number[];

  constructor({ epoch, batch, rows, loss }: Divergence) {
    const place = batch === undefined ? "at its end" : `batch ${batch + 1}, ${describeRows(rows)}`;
    super(batch === undefined ? "the weights are no longer finite numbers" : "the loss is no longer a finite number", {
      where: `epoch ${epoch + 1}, ${place}`,
      ...(batch === undefined ? {} : { got: String(loss) }),
      fix:
        "Lower the learning rate, or scale the features (standardScaler). " +
        "The model has the last weights that began an epoch and gave a finite loss",
    });
    this.epoch = epoch;
    this.batch = batch;
    this.rows = rows;
  }
}
