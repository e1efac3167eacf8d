// A step of any optimizer: its own rule, and around it what all optimizers share, in the order of Keras.
import { lessOrEqual, negate, select } from "../../ops/index.ts";
import type { Tensor } from "../../tensor/index.ts";
import type { OptimizerInputs, OptimizerResult, RuleInputs } from "../optimizer.ts";
import { accumulatedGradient, accumulationSlots } from "./accumulatedGradient.ts";
import { averagedParameters, averageSlots } from "./averagedParameters.ts";
import { clippedGradient } from "./clippedGradient.ts";
import type { CommonConfig } from "./commonOptions.ts";
import { decayed } from "./weightDecay.ts";

type Slots = ReadonlyMap<string, Tensor>;

/** The slots that the options of all optimizers need. */
export function commonSlots(config: CommonConfig) {
  return { ...(config.gradientAccumulationSteps === undefined ? {} : accumulationSlots), ...averageSlots(config) };
}

/** New values where they are due; where they are not, all stays as it is. */
function dueResult(
  isDue: Tensor,
  { parameters, slots }: OptimizerResult<Slots>,
  before: OptimizerInputs<Slots>,
): OptimizerResult<Slots> {
  const kept = [...slots].map(([name, value]): [string, Tensor] => {
    const old = before.slots.get(name);
    return [name, old === undefined ? value : select(isDue, value, old)];
  });
  return { parameters: select(isDue, parameters, before.parameters), slots: new Map(kept) };
}

/** A step: gradients are accumulated, clipped; weights decay; the rule; averages of the weights. */
export function commonStep(
  inputs: OptimizerInputs<Slots>,
  config: CommonConfig,
  rule: (inputs: RuleInputs<Slots>) => OptimizerResult<Slots>,
): OptimizerResult<Slots> {
  const { learningRate, iteration, segments, slots } = inputs;
  const { gradientAccumulationSteps } = config;
  const descending = config.maximize ? negate(inputs.gradient) : inputs.gradient;
  const accumulation =
    gradientAccumulationSteps === undefined
      ? undefined
      : accumulatedGradient(descending, slots, gradientAccumulationSteps);
  const clipped = clippedGradient(accumulation?.gradient ?? descending, segments, config);
  const start = decayed({ parameters: inputs.parameters, gradient: clipped }, learningRate, segments, config);
  const isFirst = lessOrEqual(iteration, gradientAccumulationSteps ?? 1);
  const result = rule({ ...inputs, ...start, isFirst });
  const due = accumulation === undefined ? result : dueResult(accumulation.isDue, result, inputs);
  const averaged = averagedParameters(due.parameters, slots, iteration, config);
  return {
    parameters: averaged.parameters,
    slots: new Map([...due.slots, ...(accumulation?.slots ?? []), ...averaged.slots]),
  };
}
