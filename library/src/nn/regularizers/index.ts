// The regularizers folder: prices of weights.
export * from "./l1.ts";
export * from "./l1L2.ts";
export * from "./l2.ts";
