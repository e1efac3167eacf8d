// The optimizer's part of a training step: from the gradient to new parameters and slots.
import type { Update } from "../../graph/index.ts";
import { flushDenormals, input } from "../../ops/index.ts";
import { ConfigError, type Shape, type Tensor } from "../../tensor/index.ts";
import type { SlotDefinition, StepOptimizer } from "../optimizer.ts";
import { negligible, type Segment } from "../updates/index.ts";
import { bindingNames, slotBinding } from "./modelGraph.ts";
import type { ParameterLayout } from "./parameterLayout.ts";

/** The shape of a slot in memory. */
export function slotShape({ scalar = false }: SlotDefinition, { parameterCount }: ParameterLayout): Shape {
  return scalar ? [] : [parameterCount];
}

/** Where each trained weight stands. */
function segmentsOf({ parameters }: ParameterLayout): Segment[] {
  return parameters.map(({ weight: { name, shape }, offset, size }) => ({ name, shape, offset, size }));
}

/** The optimizer's step on the flat states. */
export function optimizerUpdates(
  optimizer: StepOptimizer,
  layout: ParameterLayout,
  parameters: Tensor,
  gradient: Tensor,
): Update[] {
  const slots = new Map(
    [...optimizer.slots].map(([name, slot]) => [name, input(slotBinding(name), slotShape(slot, layout))]),
  );
  const result = optimizer.step({
    parameters,
    gradient: flushDenormals(gradient, negligible),
    slots,
    learningRate: input(bindingNames.learningRate, []),
    iteration: input(bindingNames.iteration, []),
    segments: segmentsOf(layout),
  });
  const slotUpdates = [...slots].map(([name, state]): Update => {
    const value = result.slots.get(name);
    if (value === undefined) throw new ConfigError(`the optimizer gives no new value for its slot "${name}"`);
    return { state, value: flushDenormals(value, negligible) };
  });
  return [{ state: parameters, value: result.parameters }, ...slotUpdates];
}
