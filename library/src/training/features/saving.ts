// saving: models as files, and copies of models.
import { defineFeature, type Feature } from "../features.ts";
import { modelBytes, saveModel } from "../modelFiles.ts";
import { cloneCore } from "../states/cloneCore.ts";

/**
 * `model.save`, `model.toBytes` and `model.clone`. `modelCheckpoint` and `findLearningRate` bring it along; `loadModel` needs
 * nothing but its import. See {@link use}.
 */
export const saving: Feature = defineFeature("saving", { cloneCore, modelBytes, saveModel });
