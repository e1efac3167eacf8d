// streams: batches that somebody else makes.
import { defineFeature, type Feature } from "../features.ts";
import { onBatches } from "../fitOnBatches.ts";
import { partialFit } from "../partialFit.ts";

/** `fit` on batches from generators and iterables, and `partialFit`. See {@link use}. */
export const streams: Feature = defineFeature("streams", { onBatches, partialFit });
