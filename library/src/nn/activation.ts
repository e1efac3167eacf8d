// What an activation is, and how one is defined.
import type { Tensor } from "../tensor/index.ts";
import {
  type Component,
  type ComponentDefinition,
  type ConfigOf,
  defineComponent,
  type Factory,
  type Fields,
} from "./components/index.ts";

/** A function between layers, configured: `relu()`, `leakyRelu({ negativeSlope: 0.01 })`. */
export interface Activation extends Component<"activation"> {
  /** Applies it to a value of any shape; softmax works along the last axis. */
  call(x: Tensor): Tensor;
}

/** The description of an activation. */
export interface ActivationDefinition<F extends Fields> extends ComponentDefinition<F> {
  /** The function, written in operations; its derivative follows. */
  call(x: Tensor, config: ConfigOf<F>): Tensor;
}

/**
 * Defines an activation of one's own.
 *
 * @example
 * ```ts
 * import { defineActivation, dense, ops, sequential } from "chainrule";
 * const cube = defineActivation({
 *   name: "cube",
 *   description: "The third power",
 *   call: (x) => ops.multiply(x, ops.multiply(x, x)),
 * });
 * const model = sequential([dense({ units: 2, activation: cube(), inputShape: [3] })], { seed: 1 });
 * console.log((await model.predict([[1, 2, 3]])).shape); // [1, 2]
 * ```
 */
export function defineActivation<const F extends Fields = Record<never, never>>(
  definition: ActivationDefinition<F>,
): Factory<"activation", F, Activation> {
  return defineComponent("activation", definition, (config) => ({ call: (x: Tensor) => definition.call(x, config) }));
}
