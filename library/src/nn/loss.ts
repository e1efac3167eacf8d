// What a loss is, what targets it takes, how one is defined, and how the losses of rows become one number.
import { broadcastTo, divide, equal, mean, multiply, reshape, select, sum } from "../ops/index.ts";
import { ConfigError, formatShape, type Shape, ShapeError, type Tensor } from "../tensor/index.ts";
import {
  type Component,
  type ComponentDefinition,
  type ConfigOf,
  defineComponent,
  type Factory,
  type Fields,
} from "./components/index.ts";
import type { Knows } from "./layerRows.ts";

/** One form in which a loss takes the targets of a row. */
export interface TargetForm {
  /** Sizes of the axes, without the axis of the batch; `[]` is one value for each row. */
  readonly shape: Shape;
  /** `int32` stands for labels: whole numbers from 0 to `classes - 1`. */
  readonly dtype: "float" | "int32";
  /** Number of classes; labels outside are refused. */
  readonly classes?: number;
  /** A label that stands for "no class" and is taken as well. */
  readonly ignoredLabel?: number;
  /** Whether the numbers are probabilities: from 0 to 1, anything else is refused. */
  readonly probabilities?: boolean;
}

/** What turns logits into probabilities. */
export type LogitsActivation = "sigmoid" | "softmax";

/** What a training minimizes, configured. */
export interface Loss extends Component<"loss"> {
  /** Whether predictions are logits: scores before the last sigmoid or softmax. */
  readonly fromLogits: boolean;
  /** What turns predictions into probabilities; undefined unless they are logits. */
  readonly logits: LogitsActivation | undefined;
  /**
   * The forms of targets that it takes for an output of this shape (without the axis of the batch), preferred first.
   *
   * @throws {ConfigError} when it cannot be used with such an output.
   */
  targets(outputShape: Shape): readonly TargetForm[];
  /** The loss of each row: the last axis is reduced, so `[batch, 10]` gives `[batch]`. */
  call(yTrue: Tensor, yPredicted: Tensor): Tensor;
  /** 1 for the rows that count and 0 for those that do not, in the shape of `call`'s result; undefined if all count. */
  counted(yTrue: Tensor): Tensor | undefined;
}

/** What the compiler knows of losses over classes, which need at least two outputs along the last axis. */
export type OverClasses = "over classes";

/** A loss over classes. */
export interface ClassLoss extends Loss, Knows<OverClasses> {}

/** Lets the compiler know that losses are over classes; changes nothing else. */
export function overClasses<F extends Fields>(losses: Factory<"loss", F, Loss>): Factory<"loss", F, ClassLoss> {
  return losses;
}

/** The description of a loss. */
export interface LossDefinition<F extends Fields> extends ComponentDefinition<F> {
  /** What turns predictions into probabilities where the option `fromLogits` is set; a sigmoid by default. */
  readonly logits?: LogitsActivation;
  /** The forms of targets; by default numbers in the shape of the output. */
  targets?(outputShape: Shape, config: ConfigOf<F>): readonly TargetForm[];
  /** The loss of each row, written in operations; its derivative follows. */
  call(yTrue: Tensor, yPredicted: Tensor, config: ConfigOf<F>): Tensor;
  /** 1 for the rows that count and 0 for those that do not, in the shape of `call`'s result; by default all count. */
  counted?(yTrue: Tensor, config: ConfigOf<F>): Tensor | undefined;
}

/** Rows of probabilities over classes, or labels in their place. */
export function rowsOrLabels(outputShape: Shape): readonly TargetForm[] {
  const labels = labelsOfClasses(outputShape);
  return [probabilitiesAsOutput(outputShape), labels];
}

/** How the losses of rows become the loss of a batch; see {@link weightedMean}. */
export type LossReduction = "sumOverBatchSize" | "meanWithSampleWeight" | "sum";

/** A loss of one's own as a plain function: the loss of each row, written in operations; its derivative follows. */
export type LossFunction = (yTrue: Tensor, yPredicted: Tensor) => Tensor;

/** Numbers in the shape of the output. */
export function sameAsOutput(outputShape: Shape): readonly TargetForm[] {
  return [{ shape: outputShape, dtype: "float" }];
}

/** Probabilities in the shape of the output. */
export function probabilitiesAsOutput(outputShape: Shape): TargetForm {
  return { shape: outputShape, dtype: "float", probabilities: true };
}

/** Labels in place of the output's last axis, which holds one number for each class. */
export function labelsOfClasses(outputShape: Shape): TargetForm {
  const classes = outputShape.at(-1) ?? 0;
  if (classes < 2) {
    throw new ConfigError("a loss over classes needs one output for each class", {
      got: `an output of shape ${formatShape(outputShape)}`,
      expected: "at least 2 outputs along the last axis",
      fix: 'Use the loss "binaryCrossentropy" for one output, or give the last layer one unit for each class',
    });
  }
  return { shape: outputShape.slice(0, -1), dtype: "int32", classes };
}

/**
 * Defines a loss of one's own.
 *
 * @example
 * ```ts
 * import { defineLoss, dense, ops, sequential } from "chainrule";
 * const cubicError = defineLoss({
 *   name: "cubicError",
 *   description: "Mean of |error|^3",
 *   call: (yTrue, yPredicted) => ops.mean(ops.pow(ops.abs(ops.subtract(yPredicted, yTrue)), 3), { axes: -1 }),
 * });
 * const model = sequential([dense({ units: 1 })], { seed: 1 });
 * model.compile({ optimizer: "sgd", loss: cubicError() });
 * const history = await model.fit([[1], [2], [3]], [[2], [4], [6]], { epochs: 3 });
 * console.log(history.loss.length); // 3
 * ```
 */
export function defineLoss<const F extends Fields = Record<never, never>>(
  definition: LossDefinition<F>,
): Factory<"loss", F, Loss> {
  const isFromLogits = (config: ConfigOf<F>) => "fromLogits" in config && config.fromLogits === true;
  return defineComponent("loss", definition, (config) => ({
    fromLogits: isFromLogits(config),
    logits: isFromLogits(config) ? (definition.logits ?? "sigmoid") : undefined,
    targets: (outputShape: Shape) => definition.targets?.(outputShape, config) ?? sameAsOutput(outputShape),
    call: (yTrue: Tensor, yPredicted: Tensor) => definition.call(yTrue, yPredicted, config),
    counted: (yTrue: Tensor) => definition.counted?.(yTrue, config),
  }));
}

/** Weights in a shape that multiplies the losses of rows: further axes of the losses are weighted alike. */
function fittingWeights(weights: Tensor, { shape }: Tensor): Tensor {
  const own =
    weights.rank === shape.length + 1 && weights.shape.at(-1) === 1 ? weights.shape.slice(0, -1) : weights.shape;
  const fits = own.length <= shape.length && own.every((size, axis) => size === 1 || size === shape[axis]);
  if (!fits) {
    throw new ShapeError("the weights do not fit the losses of the rows", {
      got: formatShape(weights.shape),
      expected: `${formatShape(shape.slice(0, 1))} or ${formatShape(shape)}`,
    });
  }
  return reshape(weights, [...own, ...shape.slice(own.length).map(() => 1)]);
}

/** `a / b`, and 0 where `b` is 0: nothing counts. */
function quotientOrZero(a: Tensor, b: Tensor): Tensor {
  const isNothing = equal(b, 0);
  return select(isNothing, 0, divide(a, select(isNothing, 1, b)));
}

/**
 * The losses `l` of rows as one number, with weights `w`, as in Keras:
 *
 * - `sumOverBatchSize`: `sum(w l) / N`, where N is the number of losses, whatever the weights.
 * - `meanWithSampleWeight`: `sum(w l) / sum(w)`, and 0 where all weights are 0.
 * - `sum`: `sum(w l)`.
 *
 * @param rowLosses [batch] or, for rows that are sequences or pictures, [batch, ...].
 * @param rowWeights [batch] (a row's weight holds for all of its losses), or of the shape of the losses; 1 by default.
 * @param counted 1 or 0 for each loss: those that do not count are left out of N, too. By default all count.
 * @returns a scalar.
 * @throws {ShapeError} when the weights do not fit the losses.
 */
export function weightedMean(
  rowLosses: Tensor,
  rowWeights: Tensor | undefined,
  reduction: LossReduction,
  counted?: Tensor,
): Tensor {
  const weights = rowWeights && fittingWeights(rowWeights, rowLosses);
  const factors = weights && counted ? multiply(weights, counted) : (weights ?? counted);
  const weighted = factors ? multiply(rowLosses, factors) : rowLosses;
  if (reduction === "sum") return sum(weighted);
  const divisor = reduction === "meanWithSampleWeight" ? factors : counted;
  if (divisor === undefined) return mean(weighted);
  return quotientOrZero(sum(weighted), sum(broadcastTo(divisor, rowLosses.shape)));
}
