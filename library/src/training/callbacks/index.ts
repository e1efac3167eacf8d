// The callbacks folder: who watches trainings.
export * from "./bestWeights.ts";
export * from "./csvLogger.ts";
export * from "./earlyStopping.ts";
export * from "./jsonLinesLogger.ts";
export * from "./learningRateScheduler.ts";
export * from "./modelCheckpoint.ts";
export * from "./progress.ts";
export * from "./reduceLearningRateOnPlateau.ts";
export * from "./terminateOnNaN.ts";
