// The data folder: from tables and arrays to rows of numbers.
export * from "./datasets/index.ts";
export * from "./encoders/index.ts";
export * from "./objectRows.ts";
export * from "./readEncoder.ts";
export * from "./takeRows.ts";
export * from "./toNdArray.ts";
export * from "./trainTestSplit.ts";
