// rowWeights: rows that do not all count the same.

import type { Feature } from "../features.ts";
import { prepareWeights, timesClassWeights } from "../rows/rowWeights.ts";

/** The options `sampleWeight` and `classWeight`. See {@link use}. */
export const rowWeights = {
  feature: "rowWeights",
  parts: { prepareWeights, timesClassWeights },
} as const satisfies Feature;
