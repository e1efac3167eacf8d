// classWeights: classes that count for more.

import type { Feature } from "../features.ts";
import { timesClassWeights } from "../rows/classWeights.ts";

/** The option `classWeight` of `fit`. See {@link use}. */
export const classWeights = { feature: "classWeights", parts: { timesClassWeights } } as const satisfies Feature;
