// What an optimizer is, and how one is defined: a rule, written in operations, from a gradient to new parameters.
import {
  type Component,
  type ComponentDefinition,
  type ConfigOf,
  defineComponent,
  type Factory,
  type Field,
  type Fields,
  type OptionsOf,
} from "../nn/index.ts";
import { lessOrEqual } from "../ops/index.ts";
import { ConfigError, type Tensor } from "../tensor/index.ts";
import { type FeatureParts, featureParts } from "./features.ts";
import type { FullBatchOptimizer } from "./fullBatchOptimizer.ts";
import { rateOf, type Schedule } from "./schedule.ts";
import { type CommonConfig, commonFields, type Segment } from "./updates/index.ts";

/** What an optimizer keeps for each parameter from step to step: a velocity, an average. */
export interface SlotDefinition {
  /** Its value for every parameter before the first step. */
  readonly initial: number;
  /** Whether it is one number for the whole model. Default false: one for each parameter. */
  readonly scalar?: boolean;
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
  /** Where each variable stands in the flat vectors: for rules that treat variables one by one. */
  readonly segments: readonly Segment[];
}

/** What the rule of an optimizer receives. */
export interface RuleInputs<Slots> extends OptimizerInputs<Slots> {
  /** A scalar bool: whether parameters have not been changed before. */
  readonly isFirst: Tensor;
}

/** What a step of an optimizer gives. */
export interface OptimizerResult<Slots> {
  readonly parameters: Tensor;
  readonly slots: Slots;
}

type ErasedSlots = ReadonlyMap<string, Tensor>;

/** What a training must know of any optimizer. */
export interface OptimizerTraits extends Component<"optimizer"> {
  /** The rate of the first step. */
  readonly learningRate: number;
  /** The rates of all steps; undefined where the rate is a number, which callbacks may change. */
  readonly schedule: Schedule | undefined;
  readonly slots: ReadonlyMap<string, SlotDefinition>;
  /** The slot with averages of the weights, which take the place of the weights when training ends; or undefined. */
  readonly averagedWeights: string | undefined;
}

/** A rule that improves parameters step by step, each by the gradient of one batch. */
export interface StepOptimizer extends OptimizerTraits {
  step(inputs: OptimizerInputs<ErasedSlots>): OptimizerResult<ErasedSlots>;
}

/** A rule by which parameters are improved, configured. */
export type Optimizer = StepOptimizer | FullBatchOptimizer;

/** Whether an optimizer looks at all rows at once. */
export function isFullBatch(optimizer: Optimizer): optimizer is FullBatchOptimizer {
  return "fullBatch" in optimizer;
}

/** @throws {ConfigError} for an optimizer that needs all rows at once, where there are only some. */
export function checkSteps({ optimizer }: { readonly optimizer: Optimizer }, what: string): void {
  if (!isFullBatch(optimizer)) return;
  throw new ConfigError(`${what}: the optimizer needs all rows at once`, {
    where: optimizer.type,
    fix: "Pass all rows to fit, or take another optimizer, such as adam",
  });
}

/** The options of a rule; those that all optimizers share are added to them. */
export type OptimizerFields = Fields & {
  readonly learningRate: Field<number | Schedule | undefined, number | Schedule>;
};

/** The options of an optimizer: those of its rule, and those that all optimizers share. */
export type AllOptimizerFields<F extends OptimizerFields> = F & Omit<typeof commonFields, keyof F>;

type SlotDefinitions = Readonly<Record<string, SlotDefinition | undefined>>;
type SlotsOf<S> = { readonly [Name in keyof S]: undefined extends S[Name] ? Tensor | undefined : Tensor };

/** The description of an optimizer. */
export interface OptimizerDefinition<F extends OptimizerFields, S extends SlotDefinitions> {
  /** Its name in code, in files and in messages. */
  readonly name: string;
  readonly description: string;
  readonly config: F;
  /** Other defaults where the option `rule` has this value. */
  readonly defaults?: Readonly<Record<string, Partial<OptionsOf<F> & OptionsOf<typeof commonFields>>>>;
  /** What options have to fulfil together. @throws {ConfigError} when they do not. */
  check?(config: ConfigOf<F>): void;
  /** What it keeps for each parameter; a slot that is undefined is left out. */
  slots(config: ConfigOf<F>): S;
  /** The rule. It must give a new value for every slot. */
  step(inputs: RuleInputs<SlotsOf<S>>, config: ConfigOf<F>): OptimizerResult<SlotsOf<S>>;
}

function entriesOf<T>(record: Readonly<Record<string, T | undefined>>): Map<string, T> {
  return new Map(
    Object.entries(record).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  );
}

// The step passes exactly the slots that the definition declared, so this record has the names of S.
function slotsOf<S>(slots: ErasedSlots): SlotsOf<S> {
  return Object.fromEntries(slots) as SlotsOf<S>;
}

/** The options with the defaults of the rule that is chosen. */
function completed(
  defaults: Readonly<Record<string, object>> | undefined,
  options: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  return { ...defaults?.[String(given.rule)], ...given };
}

/** Options of the rule first, so that descriptions and files begin with them. */
function allFields<F extends OptimizerFields>(fields: F): AllOptimizerFields<F> {
  return { ...fields, ...commonFields, ...fields };
}

/** What an optimizer does. */
type Behaviour = Omit<StepOptimizer, keyof Component>;

/** Shared options that say how another one works, and do nothing by themselves. */
const dependentOptions: readonly string[] = ["decoupledWeightDecay", "emaMomentum"];

/** Whether a value of a shared option asks for something. */
function asksFor(name: string, value: unknown): boolean {
  const isShared = Object.hasOwn(commonFields, name) && !dependentOptions.includes(name);
  return isShared && value !== undefined && value !== false && value !== 0;
}

/** What the shared options do, where one of them does something; a step is else the rule alone. */
function sharedParts(config: CommonConfig, optimizer: string): FeatureParts["optimizerOptions"] | undefined {
  const [given] = Object.entries(config).find(([name, value]) => asksFor(name, value)) ?? [];
  if (given === undefined) return undefined;
  const shared = featureParts("optimizerOptions", `${optimizer}: ${given}`);
  shared.checkCommon(config, optimizer);
  return shared;
}

function behaviour<F extends OptimizerFields, S extends SlotDefinitions>(
  definition: OptimizerDefinition<F, S>,
  config: ConfigOf<F> & CommonConfig,
): Behaviour {
  const { learningRate }: CommonConfig = config;
  const shared = sharedParts(config, definition.name);
  const rule = ({ slots, ...rest }: RuleInputs<ErasedSlots>): OptimizerResult<ErasedSlots> => {
    const result = definition.step({ ...rest, slots: slotsOf<S>(slots) }, config);
    return { parameters: result.parameters, slots: entriesOf<Tensor>(result.slots) };
  };
  return {
    learningRate: rateOf(learningRate, 0),
    schedule: typeof learningRate === "number" ? undefined : learningRate,
    slots: entriesOf<SlotDefinition>({ ...definition.slots(config), ...shared?.commonSlots(config) }),
    averagedWeights: config.useEma ? "averagedWeights" : undefined,
    step: (inputs: OptimizerInputs<ErasedSlots>) =>
      shared === undefined
        ? rule({ ...inputs, isFirst: lessOrEqual(inputs.iteration, 1) })
        : shared.commonStep(inputs, config, rule),
  };
}

/**
 * Defines an optimizer of one's own. Clipping of gradients, weight decay, averages of the weights and accumulation of
 * gradients are options of every optimizer: the rule need not know of them.
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
 * console.log(signDescent({ weightDecay: 0.01 }).config.learningRate); // 0.001
 * ```
 */
export function defineOptimizer<const F extends OptimizerFields, S extends SlotDefinitions>(
  definition: OptimizerDefinition<F, S>,
): Factory<"optimizer", AllOptimizerFields<F>, StepOptimizer> {
  const { name, description, config, defaults } = definition;
  const component: ComponentDefinition<AllOptimizerFields<F>> = {
    name,
    description,
    config: allFields(config),
    complete: (options) => completed(defaults, options),
  };
  return defineComponent("optimizer", component, (values): Behaviour => {
    // What allFields put together has the options of both; that F has no others of these names, TypeScript cannot know.
    const all = values as ConfigOf<F> & CommonConfig;
    definition.check?.(all);
    return behaviour(definition, all);
  });
}
