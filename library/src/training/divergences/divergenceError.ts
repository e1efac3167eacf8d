// DivergenceError: a training whose loss or weights are no longer finite numbers.
import { TrainingError } from "../../tensor/index.ts";

/** Rows that a message lists; the error object has all. */
const listed = 8;

/** Rows in a few words. */
export function describeRows(rows: ArrayLike<number>): string {
  if (rows.length === 1) return `row ${rows[0]}`;
  const first = Array.from({ length: Math.min(listed, rows.length) }, (_, index) => rows[index]).join(", ");
  return rows.length > listed ? `rows ${first}, ... (${rows.length} in all)` : `rows ${first}`;
}

/** Where a training's first number that is not finite came from. */
export interface DivergenceOrigin {
  /** From 0. */
  readonly epoch: number;
  /** From 0. */
  readonly batch: number;
  /** The rows that made it, as numbers of rows in the training data: all of the batch where they were added up. */
  readonly rows: readonly number[];
  /** The layer in which it was made; undefined in the loss and in the optimizer. */
  readonly layer: string | undefined;
  /** In the value of the network, in the loss, in a derivative, or in the optimizer's step. */
  readonly phase: "forward" | "loss" | "gradient" | "optimizer";
  /** The operation that made it: `exp`. */
  readonly operation: string;
  /** The finite numbers that it was made of, where each element is made of one of each operand. */
  readonly operands: readonly number[];
  /** What it made of them: NaN or an infinite number. */
  readonly value: number;
  /** Norms of the gradient in the steps before, the last one at the end; at most eight. */
  readonly gradientNorms: readonly number[];
  /** The weights with the largest gradients in the step before, with their norms; largest first. */
  readonly largestGradients: readonly { readonly weight: string; readonly norm: number }[];
}

/** Where a divergence came from, and what its error says of that. */
export interface TracedDivergence {
  readonly origin: DivergenceOrigin;
  /** The operation and its numbers in a sentence. */
  readonly found: string;
  /** What to do besides lowering the learning rate; or nothing. */
  readonly remedy: string;
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
  /** Where it came from; undefined where the steps could not be made once more. */
  readonly traced?: TracedDivergence | undefined;
}

/**
 * Training diverged: the loss or a weight is NaN or infinite. The model has the last weights that began an epoch and
 * gave a finite loss. Code `CR-T001`.
 *
 * The steps of the epoch are made once more (that of the batch, where batches come from a source), and `origin` says which
 * operation of which layer made the first number that is not finite, of which rows.
 */
export class DivergenceError extends TrainingError {
  readonly epoch: number;
  readonly batch: number | undefined;
  readonly rows: readonly number[];
  readonly origin: DivergenceOrigin | undefined;

  constructor({ epoch, batch, rows, loss, traced }: Divergence) {
    const place = batch === undefined ? "at its end" : `batch ${batch + 1}, ${describeRows(rows)}`;
    const found = [
      ...(batch === undefined ? [] : [String(loss)]),
      ...(traced === undefined ? [] : [`first of all ${traced.found}`]),
    ].join("; ");
    super(batch === undefined ? "the weights are no longer finite numbers" : "the loss is no longer a finite number", {
      where: `epoch ${epoch + 1}, ${place}`,
      got: found === "" ? undefined : found,
      fix: `Lower the learning rate${traced?.remedy ?? ""}, or scale the features (standardScaler). The model has the last weights that began an epoch and gave a finite loss`,
    });
    this.epoch = epoch;
    this.batch = batch;
    this.rows = rows;
    this.origin = traced?.origin;
  }
}
