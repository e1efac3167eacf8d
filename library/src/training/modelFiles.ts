// Models as files: what is saved of them.
import { encodeModel, hasFiles, type StoredTraining } from "../formats/index.ts";
import { sequentialJson } from "../nn/index.ts";
import { FormatError } from "../tensor/index.ts";
import type { Model } from "./model.ts";
import { builtState, type ModelCore } from "./modelCore.ts";

function storedTraining({ config }: ModelCore): { readonly training?: StoredTraining } {
  if (config === undefined) return {};
  const { optimizer, loss, metrics } = config;
  return {
    training: {
      optimizer: optimizer.toJSON(),
      loss: loss.toJSON(),
      metrics: metrics.map((metric) => metric.toJSON()),
    },
  };
}

/** The bytes of a model's file. */
export async function modelBytes(model: Model, core: ModelCore): Promise<Uint8Array<ArrayBuffer>> {
  const state = builtState(core, "saving");
  await state.copy(core.backend);
  return encodeModel({
    architecture: { ...sequentialJson(core.name, core.layers, state.network.inputs[0]?.shape ?? []) },
    seed: core.seed,
    ...(model.labels === undefined ? {} : { labels: model.labels }),
    ...storedTraining(core),
    metadata: model.metadata,
    weights: state.weights(core.backend),
  });
}

/** Writes a model's file. @throws {FormatError} when it cannot be written, and where there are no files. */
export async function saveModel(model: Model, core: ModelCore, path: string): Promise<void> {
  if (!hasFiles()) {
    throw new FormatError("a page cannot write files", { where: path, fix: "Offer model.toBytes() as a download" });
  }
  const bytes = await modelBytes(model, core);
  const { writeFileAtomically } = await import("../formats/nodeFiles.ts");
  await writeFileAtomically(path, bytes);
}
