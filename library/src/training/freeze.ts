// freeze: chooses which layers are trained.
import { oneOf } from "../nn/index.ts";
import { ConfigError } from "../tensor/index.ts";
import { builtState, checkIdle, forgetTraining, type ModelCore } from "./modelCore.ts";
import { ModelState } from "./states/modelState.ts";

function checkNames(core: ModelCore, names: readonly string[]): void {
  const known = builtState(core, "freeze").network.layers.map(({ name }) => name);
  for (const name of names) {
    if (!known.includes(name)) throw new ConfigError(`the model has no layer "${name}"`, oneOf(name, known));
  }
}

/** Freezes layers, or trains them again; no names stand for all layers. Weights stay, the optimizer begins anew. */
export function freeze(core: ModelCore, names: readonly string[], isFrozen: boolean): void {
  checkIdle(core, "freeze");
  checkNames(core, names);
  const state = builtState(core, "freeze");
  const chosen = names.length === 0 ? state.network.layers.map(({ name }) => name) : names;
  const frozen = new Set(core.frozen);
  for (const name of chosen) {
    if (isFrozen) frozen.add(name);
    else frozen.delete(name);
  }
  const network = core.architecture.build({ inputShape: state.network.inputs[0]?.shape, frozen });
  if (network === undefined) throw new ConfigError("the shape of the model's input is not known");
  const weights = state.weights(core.backend);
  core.frozen = frozen;
  forgetTraining(core);
  core.state = new ModelState(network, core.seed);
  core.state.replace(weights, core.backend);
  state.release();
}
