// predictors: one row at once.
import type { Feature } from "../features.ts";
import { predictor } from "../predictor.ts";

/** `model.predictor`, for one row at once. See {@link use}. */
export const predictors = { feature: "predictors", parts: { predictor } } as const satisfies Feature;
