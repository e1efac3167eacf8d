// The callbacks folder: who watches trainings.
export * from "./earlyStopping.ts";
export * from "./progress.ts";
