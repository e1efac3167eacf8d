// The features folder: what a bundle of chainrule/slim need not hold, each as an object for use().
export * from "./freezing.ts";
export * from "./lossFunctions.ts";
export * from "./objectRows.ts";
export * from "./optimizerOptions.ts";
export * from "./predictors.ts";
export * from "./rowWeights.ts";
export * from "./saving.ts";
export * from "./streams.ts";
export * from "./summaries.ts";
