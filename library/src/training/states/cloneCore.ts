// cloneCore: a second model in the same state, which shares nothing that changes.
import { createCore, type ModelCore } from "../modelCore.ts";
import { slotsOf } from "./storedSlots.ts";

/** Another core with the same architecture, weights and configuration, as far in its training. */
export async function cloneCore(core: ModelCore): Promise<ModelCore> {
  const { architecture, name, seed, frozen, state, config, backend } = core;
  const inputShape = state?.network.inputs[0]?.shape;
  const clone = createCore({ architecture, name, seed, frozen: [...frozen], ...(inputShape && { inputShape }) });
  clone.config = config;
  clone.backend = backend;
  clone.learningRate = core.learningRate;
  clone.iteration = core.iteration;
  clone.step = core.step;
  clone.epoch = core.epoch;
  clone.callbacks = core.callbacks;
  clone.columns = core.columns;
  if (state === undefined) return clone;
  await state.copy(backend);
  clone.state?.replace(state.weights(backend), backend);
  const slots = [...(await slotsOf(core))].map(([slot, { data }]) => [slot, data] as const);
  clone.trained = core.trained;
  clone.storedSlots = slots.length === 0 ? undefined : new Map(slots);
  return clone;
}
