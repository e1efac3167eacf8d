// What a loss is, what targets it takes, and how one is defined.
import { ConfigError, formatShape, type Shape, type Tensor } from "../tensor/index.ts";
import {
  type Component,
  type ComponentDefinition,
  type ConfigOf,
  defineComponent,
  type Factory,
  type Fields,
} from "./components/index.ts";

/** One form in which a loss takes the targets of a row. */
export interface TargetForm {
  /** Sizes of the axes, without the axis of the batch; `[]` is one value for each row. */
  readonly shape: Shape;
  /** `int32` stands for labels: whole numbers from 0 to `classes - 1`. */
  readonly dtype: "float" | "int32";
  /** Number of classes; labels outside are refused. */
  readonly classes?: number;
  /** Whether the numbers are probabilities: from 0 to 1, anything else is refused. */
  readonly probabilities?: boolean;
}

/** What a training minimizes, configured. */
export interface Loss extends Component<"loss"> {
  /** Whether predictions are logits: scores before the last sigmoid or softmax. */
  readonly fromLogits: boolean;
  /**
   * The forms of targets that it takes for an output of this shape (without the axis of the batch), preferred first.
   *
   * @throws {ConfigError} when it cannot be used with such an output.
   */
  targets(outputShape: Shape): readonly TargetForm[];
  /** The loss of each row: the last axis is reduced, so `[batch, 10]` gives `[batch]`. */
  call(yTrue: Tensor, yPredicted: Tensor): Tensor;
}

/** The description of a loss. */
export interface LossDefinition<F extends Fields> extends ComponentDefinition<F> {
  /** The forms of targets; by default numbers in the shape of the output. */
  targets?(outputShape: Shape, config: ConfigOf<F>): readonly TargetForm[];
  /** The loss of each row, written in operations; its derivative follows. */
  call(yTrue: Tensor, yPredicted: Tensor, config: ConfigOf<F>): Tensor;
}

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
  return defineComponent("loss", definition, (config) => ({
    fromLogits: "fromLogits" in config && config.fromLogits === true,
    targets: (outputShape: Shape) => definition.targets?.(outputShape, config) ?? sameAsOutput(outputShape),
    call: (yTrue: Tensor, yPredicted: Tensor) => definition.call(yTrue, yPredicted, config),
  }));
}
