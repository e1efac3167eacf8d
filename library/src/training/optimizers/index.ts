// The optimizers folder: rules by which parameters are improved.
export * from "./adam.ts";
export * from "./sgd.ts";
