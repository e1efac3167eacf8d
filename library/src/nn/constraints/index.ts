// The constraints folder: rules that weights keep.
export * from "./nonNegative.ts";
