// lossFunctions: losses that are plain functions.
import { lossFromFunction } from "../../nn/index.ts";
import type { Feature } from "../features.ts";

/** Plain functions as losses; `defineLoss` needs nothing but its import. See {@link use}. */
export const lossFunctions = { feature: "lossFunctions", parts: { lossFromFunction } } as const satisfies Feature;
