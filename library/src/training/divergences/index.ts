// The divergences folder: what is said of trainings whose numbers are no longer finite.
export * from "./describeOrigin.ts";
export * from "./divergenceError.ts";
export * from "./origins.ts";
export * from "./places.ts";
export * from "./replayedSteps.ts";
export * from "./traceDivergence.ts";
