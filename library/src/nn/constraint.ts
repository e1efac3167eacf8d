// What a constraint is, and how one is defined: what is done to a weight after each step, so that it keeps a rule.
import type { Tensor } from "../tensor/index.ts";
import {
  type Component,
  type ComponentDefinition,
  type ConfigOf,
  defineComponent,
  type Factory,
  type Fields,
} from "./components/index.ts";

/** A rule for a weight, configured: `maxNorm({ maxValue: 2 })`. */
export interface Constraint extends Component<"constraint"> {
  /** The nearest weight that keeps the rule, of the same shape. */
  call(weight: Tensor): Tensor;
}

/** The description of a constraint. */
export interface ConstraintDefinition<F extends Fields> extends ComponentDefinition<F> {
  /** The weight that keeps the rule, written in operations. */
  call(weight: Tensor, config: ConfigOf<F>): Tensor;
}

/**
 * Defines a constraint of one's own.
 *
 * @example
 * ```ts
 * import { defineConstraint, ops } from "chainrule";
 * const atMostOne = defineConstraint({
 *   name: "atMostOne",
 *   description: "No value above 1",
 *   call: (weight) => ops.minimum(weight, 1),
 * });
 * console.log(atMostOne().type); // atMostOne
 * ```
 */
export function defineConstraint<const F extends Fields = Record<never, never>>(
  definition: ConstraintDefinition<F>,
): Factory<"constraint", F, Constraint> {
  return defineComponent("constraint", definition, (config) => ({
    call: (weight: Tensor) => definition.call(weight, config),
  }));
}
