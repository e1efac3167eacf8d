// predictors: one row at once.
import { defineFeature, type Feature } from "../features.ts";
import { predictor } from "../predictor.ts";

/** `model.predictor`, for one row at once. See {@link use}. */
export const predictors: Feature = defineFeature("predictors", { predictor });
