// What needs a feature by itself, not by an option: whoever imports such a part gets the feature too.
import { modelCheckpoint as plainCheckpoint } from "./training/callbacks/index.ts";
import { optimizerOptions, saving } from "./training/features/index.ts";
import { withFeatures } from "./training/features.ts";
import { findLearningRate as plainFinder } from "./training/findLearningRate.ts";
import { adamW as plainAdamW } from "./training/optimizers/index.ts";

/** Adam with weights that decay, with Keras' options and defaults. */
export const adamW: typeof plainAdamW = withFeatures(plainAdamW, optimizerOptions);

/** Keeps the best weights, or those of each epoch, in files. */
export const modelCheckpoint: typeof plainCheckpoint = withFeatures(plainCheckpoint, saving);

/** Finds a learning rate by training a copy of a model at ever larger ones. */
export const findLearningRate: typeof plainFinder = withFeatures(plainFinder, saving);
