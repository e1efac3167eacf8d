// DivergenceError: a training whose loss or weights are no longer finite numbers.
import { TrainingError } from "../../tensor/index.ts";

/** Rows that a message lists; the error object has all. */
const listed = 8;

function describeRows(rows: ArrayLike<number>): string {
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
  readonly origin?: DivergenceOrigin | undefined;
}

const number = (value: number): string =>
  Number.isFinite(value) ? String(Number(value.toPrecision(4))) : String(value);

const phases = { forward: "", loss: "the loss", gradient: "the gradient of ", optimizer: "the optimizer's step" };

function describeOrigin(origin: DivergenceOrigin): string {
  const { phase, layer, operation, operands, value, gradientNorms, largestGradients } = origin;
  const place = `${phases[phase]}${layer === undefined || phase === "optimizer" ? "" : `layer ${layer}`}`;
  const made = operands.length === 0 ? "" : `(${operands.map(number).join(", ")})`;
  const step = `epoch ${origin.epoch + 1}, batch ${origin.batch + 1}, ${describeRows(origin.rows)}`;
  const [largest] = largestGradients;
  const most = largest === undefined ? "" : ` (most of the last in ${largest.weight})`;
  const norms =
    gradientNorms.length === 0 ? "" : `; norms of the gradient before: ${gradientNorms.map(number).join(", ")}${most}`;
  return `${operation}${made} = ${number(value)} in ${place}, ${step}${norms}`;
}

function advice(origin: DivergenceOrigin | undefined): string {
  const grows = origin !== undefined && origin.phase !== "loss" && (origin.gradientNorms.at(-1) ?? 0) > 1e3;
  return `Lower the learning rate${grows ? ", clip the gradient (globalClipNorm: 1)" : ""}, or scale the features (standardScaler). `;
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

  constructor({ epoch, batch, rows, loss, origin }: Divergence) {
    const place = batch === undefined ? "at its end" : `batch ${batch + 1}, ${describeRows(rows)}`;
    const found = [
      ...(batch === undefined ? [] : [String(loss)]),
      ...(origin === undefined ? [] : [`first of all ${describeOrigin(origin)}`]),
    ].join("; ");
    super(batch === undefined ? "the weights are no longer finite numbers" : "the loss is no longer a finite number", {
      where: `epoch ${epoch + 1}, ${place}`,
      got: found === "" ? undefined : found,
      fix: `${advice(origin)}The model has the last weights that began an epoch and gave a finite loss`,
    });
    this.epoch = epoch;
    this.batch = batch;
    this.rows = rows;
    this.origin = origin;
  }
}
