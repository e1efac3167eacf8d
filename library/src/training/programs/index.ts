// The programs folder: the graphs that models run.
export * from "./evaluationProgram.ts";
export * from "./initializationProgram.ts";
export * from "./modelGraph.ts";
export * from "./optimizerUpdates.ts";
export * from "./parameterLayout.ts";
export * from "./predictionProgram.ts";
export * from "./trainingProgram.ts";
