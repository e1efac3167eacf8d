// optimizerOptions: what optimizers can do besides their own rules.
import { defineFeature, type Feature } from "../features.ts";
import { checkCommon } from "../updates/commonOptions.ts";
import { commonSlots, commonStep } from "../updates/commonStep.ts";

/**
 * The options that all optimizers share: clipping, weight decay, averages of the weights, accumulation of gradients,
 * `maximize`. `adamW` brings it along. See {@link use}.
 */
export const optimizerOptions: Feature = defineFeature("optimizerOptions", { checkCommon, commonSlots, commonStep });
