// lossFunctions: losses that are plain functions.
import { lossFromFunction } from "../../nn/index.ts";
import { defineFeature, type Feature } from "../features.ts";

/** Plain functions as losses; `defineLoss` needs nothing but its import. See {@link use}. */
export const lossFunctions: Feature = defineFeature("lossFunctions", { lossFromFunction });
