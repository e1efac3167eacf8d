// freezing: layers that are not trained.
import { defineFeature, type Feature } from "../features.ts";
import { freeze } from "../freeze.ts";

/** `model.freeze` and `model.unfreeze`. See {@link use}. */
export const freezing: Feature = defineFeature("freezing", { freeze });
