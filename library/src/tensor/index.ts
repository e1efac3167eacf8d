// The tensor folder: shapes, host arrays, the graph node, scalar instructions, random numbers, errors.
export * from "./errors.ts";
export * from "./ndArray.ts";
export * from "./operation.ts";
export * from "./random.ts";
export * from "./scalar.ts";
export * from "./spec.ts";
export * from "./tensor.ts";
export * from "./walks.ts";
