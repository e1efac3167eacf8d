// The constraints folder: rules that weights keep.
export * from "./maxNorm.ts";
export * from "./minMaxNorm.ts";
export * from "./nonNegative.ts";
export * from "./unitNorm.ts";
