// The optimizer's part of a training step: from the gradient to new parameters and slots.
import type { Update } from "../../graph/index.ts";
import { flushDenormals, input } from "../../ops/index.ts";
import { ConfigError, type Tensor } from "../../tensor/index.ts";
import type { Optimizer } from "../optimizer.ts";
import type { ParameterLayout } from "../parameterLayout.ts";
import { bindingNames, slotBinding } from "./modelGraph.ts";

/** The optimizer's step on the flat states. */
export function optimizerUpdates(
  optimizer: Optimizer,
  _layout: ParameterLayout,
  parameters: Tensor,
  gradient: Tensor,
): Update[] {
  const slots = new Map([...optimizer.slots.keys()].map((name) => [name, input(slotBinding(name), parameters.shape)]));
  const learningRate = input(bindingNames.learningRate, []);
  const iteration = input(bindingNames.iteration, []);
  const result = optimizer.step({ parameters, gradient, slots, learningRate, iteration });
  const slotUpdates = [...slots].map(([name, state]): Update => {
    const value = result.slots.get(name);
    if (value === undefined) throw new ConfigError(`the optimizer gives no new value for its slot "${name}"`);
    return { state, value: flushDenormals(value) };
  });
  return [{ state: parameters, value: result.parameters }, ...slotUpdates];
}
