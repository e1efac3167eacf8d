// The regularizers folder: prices of weights.
export * from "./l2.ts";
