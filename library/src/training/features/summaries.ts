// summaries: a table of the layers.

import type { Feature } from "../features.ts";
import { summary } from "../summary.ts";

/** `model.summary`. See {@link use}. */
export const summaries = { feature: "summaries", parts: { summary } } as const satisfies Feature;
