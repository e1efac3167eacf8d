// What a regularizer is, and how one is defined: a price of a weight that is added to the loss.
import type { Tensor } from "../tensor/index.ts";
import {
  type Component,
  type ComponentDefinition,
  type ConfigOf,
  defineComponent,
  type Factory,
  type Fields,
} from "./components/index.ts";

/** A price of a weight, configured: `l2({ l2: 0.001 })`. */
export interface Regularizer extends Component<"regularizer"> {
  /**
   * The price of a weight, a scalar that is added to the loss of every batch.
   *
   * @param rows number of rows in the batch, for prices that are shared among them; 1 by default.
   */
  call(weight: Tensor, rows?: number): Tensor;
}

/** The description of a regularizer. */
export interface RegularizerDefinition<F extends Fields> extends ComponentDefinition<F> {
  /** The price, a scalar written in operations. */
  call(weight: Tensor, config: ConfigOf<F>, rows: number): Tensor;
}

/**
 * Defines a regularizer of one's own.
 *
 * @example
 * ```ts
 * import { defineRegularizer, ops } from "chainrule";
 * const fourthPower = defineRegularizer({
 *   name: "fourthPower",
 *   description: "The sum of the fourth powers",
 *   call: (weight) => ops.sum(ops.pow(weight, 4)),
 * });
 * console.log(fourthPower().type); // fourthPower
 * ```
 */
export function defineRegularizer<const F extends Fields = Record<never, never>>(
  definition: RegularizerDefinition<F>,
): Factory<"regularizer", F, Regularizer> {
  return defineComponent("regularizer", definition, (config) => ({
    call: (weight: Tensor, rows = 1) => definition.call(weight, config, rows),
  }));
}
