// The optimizers folder: rules by which parameters are improved.
export * from "./adadelta.ts";
export * from "./adagrad.ts";
export * from "./adam.ts";
export * from "./adamax.ts";
export * from "./adamW.ts";
export * from "./ftrl.ts";
export * from "./lamb.ts";
export * from "./lbfgs.ts";
export * from "./lion.ts";
export * from "./nadam.ts";
export * from "./radam.ts";
export * from "./rmsprop.ts";
export * from "./rprop.ts";
export * from "./sgd.ts";
