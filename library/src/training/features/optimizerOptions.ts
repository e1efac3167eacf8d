// optimizerOptions: what optimizers can do besides their own rules.
import type { Feature } from "../features.ts";
import { checkCommon } from "../updates/commonOptions.ts";
import { commonSlots, commonStep } from "../updates/commonStep.ts";

/**
 * The options that all optimizers share: clipping, weight decay, averages of the weights, accumulation of gradients,
 * `maximize`. `adamW` brings it along. See {@link use}.
 */
export const optimizerOptions = {
  feature: "optimizerOptions",
  parts: { checkCommon, commonSlots, commonStep },
} as const satisfies Feature;
