// The schedules folder: learning rates that change from step to step.
export * from "./cosineDecay.ts";
export * from "./cosineDecayRestarts.ts";
export * from "./exponentialDecay.ts";
export * from "./inverseScaling.ts";
export * from "./inverseTimeDecay.ts";
export * from "./linearWarmup.ts";
export * from "./oneCycle.ts";
export * from "./piecewiseConstantDecay.ts";
export * from "./polynomialDecay.ts";
