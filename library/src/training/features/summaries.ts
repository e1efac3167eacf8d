// summaries: a table of the layers.
import { defineFeature, type Feature } from "../features.ts";
import { summary } from "../summary.ts";

/** `model.summary`. See {@link use}. */
export const summaries: Feature = defineFeature("summaries", { summary });
