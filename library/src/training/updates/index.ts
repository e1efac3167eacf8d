// The updates folder: what the rules of optimizers are made of, and what all of them share.
export * from "./accumulatedGradient.ts";
export * from "./adamStep.ts";
export * from "./averagedParameters.ts";
export * from "./averages.ts";
export * from "./biasCorrection.ts";
export * from "./clippedGradient.ts";
export * from "./commonOptions.ts";
export * from "./commonStep.ts";
export * from "./rectification.ts";
export * from "./segments.ts";
export * from "./weightDecay.ts";
