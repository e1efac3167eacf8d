// The scans folder: the operation that repeats a graph step by step, and its derivative.
export * from "./gradientParts.ts";
export * from "./loopGraph.ts";
export * from "./loopOperation.ts";
export * from "./scan.ts";
export * from "./scanAdjoints.ts";
export * from "./scanLayout.ts";
export * from "./stackedProduct.ts";
