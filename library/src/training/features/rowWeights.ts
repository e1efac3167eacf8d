// rowWeights: rows that do not all count the same.
import { defineFeature, type Feature } from "../features.ts";
import { prepareWeights, timesClassWeights } from "../rows/rowWeights.ts";

/** The options `sampleWeight` and `classWeight`. See {@link use}. */
export const rowWeights: Feature = defineFeature("rowWeights", { prepareWeights, timesClassWeights });
