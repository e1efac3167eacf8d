// Models as files: what is saved of them.
import {
  encodeModel,
  hasFiles,
  type StoredOutput,
  type StoredProgress,
  type StoredTraining,
} from "../formats/index.ts";
import { FormatError, NdArray } from "../tensor/index.ts";
import type { Model } from "./model.ts";
import { builtState, type ModelCore } from "./modelCore.ts";
import { slotsOf, trainedSlots } from "./states/storedSlots.ts";
import type { OutputConfig } from "./trainingConfig.ts";

/** Options of `save` and `toBytes`. */
export interface SaveOptions {
  /**
   * Whether the file also holds what it takes to go on with the training: the optimizer's slots, counters, what callbacks
   * remember. Default true; without it, files of models trained with Adam are a third as large.
   */
  readonly includeOptimizer?: boolean;
}

function storedOutput({ name, loss, lossWeight, metrics }: OutputConfig): StoredOutput {
  const json = (isWeighted: boolean) =>
    metrics.filter((entry) => entry.isWeighted === isWeighted).map(({ metric }) => metric.toJSON());
  return { name, loss: loss.toJSON(), lossWeight, metrics: json(false), weightedMetrics: json(true) };
}

function storedTraining({ config }: ModelCore): { readonly training?: StoredTraining } {
  if (config === undefined) return {};
  const { optimizer, outputs, reduction } = config;
  return { training: { optimizer: optimizer.toJSON(), reduction, outputs: outputs.map(storedOutput) } };
}

async function storedProgress(core: ModelCore): Promise<{ readonly progress?: StoredProgress }> {
  const { config, iteration, step, epoch, learningRate, callbacks, trained } = core;
  if (config === undefined || step === 0) return {};
  const states = callbacks?.states.map(({ type, state: { values, arrays = {} } }) => ({ type, values, arrays }));
  const remembered = callbacks === undefined ? {} : { callbacks: { epoch: callbacks.epoch, states: states ?? [] } };
  const slots = await slotsOf(core);
  for (const name of trained === undefined ? [] : (["parameters", "statistics"] as const)) {
    const values = trained?.own[name];
    if (values !== undefined && values.length > 0) slots.set(trainedSlots[name], new NdArray(values, [values.length]));
  }
  return { progress: { iteration, step, epoch, learningRate, slots, ...remembered } };
}

/** The bytes of a model's file. */
export async function modelBytes(
  model: Model,
  core: ModelCore,
  { includeOptimizer = true }: SaveOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const state = builtState(core, "saving");
  await state.copy(core.backend);
  return encodeModel({
    architecture: core.architecture.toJSON(core.name, state.network),
    seed: core.seed,
    ...(core.frozen.size === 0 ? {} : { frozen: [...core.frozen] }),
    ...(Object.keys(core.columns).length === 0 ? {} : { columns: core.columns }),
    ...(model.labels === undefined ? {} : { labels: model.labels }),
    ...storedTraining(core),
    ...(includeOptimizer ? await storedProgress(core) : {}),
    metadata: model.metadata,
    weights: state.weights(core.backend),
  });
}

/** Writes a model's file. @throws {FormatError} when it cannot be written, and where there are no files. */
export async function saveModel(model: Model, core: ModelCore, path: string, options: SaveOptions): Promise<void> {
  if (!hasFiles()) {
    throw new FormatError("a page cannot write files", { where: path, fix: "Offer model.toBytes() as a download" });
  }
  const bytes = await modelBytes(model, core, options);
  const { writeFileAtomically } = await import("../formats/nodeFiles.ts");
  await writeFileAtomically(path, bytes);
}
