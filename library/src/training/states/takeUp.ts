// takeUp: a model goes on where the training in its file was.
import type { StoredProgress } from "../../formats/index.ts";
import { type ArrayData, FormatError, sizeOf } from "../../tensor/index.ts";
import { builtState, compiledConfig, type ModelCore } from "../modelCore.ts";
import { trainedSlots } from "./storedSlots.ts";

/** The slots in the sizes that the optimizer needs. @throws {FormatError} when one is missing or of another size. */
function slotsOf(core: ModelCore, { slots }: StoredProgress, where: string): Map<string, ArrayData> {
  const { optimizer } = compiledConfig(core, "loadModel");
  const { layout } = builtState(core, "loadModel");
  for (const [name, { scalar }] of optimizer.slots) {
    const size = scalar === true ? 1 : layout.parameterCount;
    const found = slots.get(name);
    // Either nothing has been trained since the model was compiled, or every slot has its numbers.
    if (slots.size === 0 || (found !== undefined && sizeOf(found.shape) === size)) continue;
    throw new FormatError(`the optimizer's slot "${name}" does not fit`, {
      where,
      got: found === undefined ? "nothing" : `${sizeOf(found.shape)} numbers`,
      expected: `${size} numbers`,
    });
  }
  return new Map([...slots].flatMap(([name, array]) => (isTrained(name) ? [] : [[name, array.data] as const])));
}

const isTrained = (name: string): boolean => Object.values<string>(trainedSlots).includes(name);

/** The weights as the last training left them, where the file shows others. */
function trainedOf(core: ModelCore, { slots }: StoredProgress): ModelCore["trained"] {
  const parameters = slots.get(trainedSlots.parameters)?.data;
  const statistics = slots.get(trainedSlots.statistics)?.data ?? new Float32Array(0);
  const shown = builtState(core, "loadModel").read(core.backend);
  if (parameters?.length !== shown.parameters.length || statistics.length !== shown.statistics.length) return undefined;
  return { own: { parameters, statistics }, shown };
}

/** Counters, slots and what callbacks remember. @throws {FormatError} when they do not fit the model. */
export function takeUp(core: ModelCore, progress: StoredProgress, where: string): void {
  core.storedSlots = slotsOf(core, progress, where);
  core.trained = trainedOf(core, progress);
  core.iteration = progress.iteration;
  core.step = progress.step;
  core.epoch = progress.epoch;
  core.learningRate = progress.learningRate;
  const { callbacks } = progress;
  if (callbacks === undefined) return;
  const states = callbacks.states.map(({ type, values, arrays }) => ({ type, state: { values, arrays } }));
  core.callbacks = { epoch: callbacks.epoch, states };
}
