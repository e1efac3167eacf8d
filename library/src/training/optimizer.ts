// What an optimizer is, and how one is defined: a rule, written in operations, from a gradient to new parameters.
import {
  type Component,
  type ComponentDefinition,
  type ConfigOf,
  decimal,
  defineComponent,
  type Factory,
  type Field,
  type Fields,
} from "../nn/index.ts";
import type { Tensor } from "../tensor/index.ts";

/** What an optimizer keeps for each parameter from step to step: a velocity, an average. */
export interface SlotDefinition {
  /** Its value for every parameter before the first step. */
  readonly initial: number;
}

/** What a step of an optimizer receives. All but the scalars are flat: one number for each parameter of the model. */
export interface OptimizerInputs<Slots> {
  readonly parameters: Tensor;
  readonly gradient: Tensor;
  readonly slots: Slots;
  /** A scalar, which a schedule may change from step to step. */
  readonly learningRate: Tensor;
  /** A scalar: 1 in the first step. */
  readonly iteration: Tensor;
}

/** What a step of an optimizer gives. */
export interface OptimizerResult<Slots> {
  readonly parameters: Tensor;
  readonly slots: Slots;
}

type ErasedSlots = ReadonlyMap<string, Tensor>;

/** A rule by which parameters are improved, configured. */
export interface Optimizer extends Component<"optimizer"> {
  /** The rate at which training begins. */
  readonly learningRate: number;
  readonly slots: ReadonlyMap<string, SlotDefinition>;
  step(inputs: OptimizerInputs<ErasedSlots>): OptimizerResult<ErasedSlots>;
}

/** Options that every optimizer has. */
export type OptimizerFields = Fields & { readonly learningRate: Field<number | undefined, number> };

type SlotDefinitions = Readonly<Record<string, SlotDefinition | undefined>>;
type SlotsOf<S> = { readonly [Name in keyof S]: undefined extends S[Name] ? Tensor | undefined : Tensor };

/** The description of an optimizer. */
export interface OptimizerDefinition<F extends OptimizerFields, S extends SlotDefinitions>
  extends ComponentDefinition<F> {
  readonly config: F;
  /** What it keeps for each parameter; a slot that is undefined is left out. */
  slots(config: ConfigOf<F>): S;
  /** The rule. It must give a new value for every slot. */
  step(inputs: OptimizerInputs<SlotsOf<S>>, config: ConfigOf<F>): OptimizerResult<SlotsOf<S>>;
}

/** The field of the learning rate, to be wrapped in `optional` with the default of the optimizer. */
export function learningRateField(): Field<number> {
  return decimal({ minimum: 0, description: "How far each step goes" });
}

function entriesOf<T>(record: Readonly<Record<string, T | undefined>>): Map<string, T> {
  return new Map(
    Object.entries(record).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  );
}

// The training passes exactly the slots that the definition declared, so this record has the names of S.
function slotsOf<S>(slots: ErasedSlots): SlotsOf<S> {
  return Object.fromEntries(slots) as SlotsOf<S>;
}

/**
 * Defines an optimizer of one's own.
 *
 * @example
 * ```ts
 * import { defineOptimizer, learningRateField, ops, optional } from "chainrule";
 * const signDescent = defineOptimizer({
 *   name: "signDescent",
 *   description: "Goes by the sign of the gradient alone",
 *   config: { learningRate: optional(learningRateField(), 0.001) },
 *   slots: () => ({}),
 *   step: ({ parameters, gradient, learningRate }) => ({
 *     parameters: ops.subtract(parameters, ops.multiply(ops.sign(gradient), learningRate)),
 *     slots: {},
 *   }),
 * });
 * console.log(signDescent().config.learningRate); // 0.001
 * ```
 */
export function defineOptimizer<const F extends OptimizerFields, S extends SlotDefinitions>(
  definition: OptimizerDefinition<F, S>,
): Factory<"optimizer", F, Optimizer> {
  return defineComponent("optimizer", definition, (config) => ({
    learningRate: Number(config.learningRate),
    slots: entriesOf<SlotDefinition>(definition.slots(config)),
    step: ({ slots, ...inputs }: OptimizerInputs<ErasedSlots>) => {
      const result = definition.step({ ...inputs, slots: slotsOf<S>(slots) }, config);
      return { parameters: result.parameters, slots: entriesOf<Tensor>(result.slots) };
    },
  }));
}
