// The layers folder: what networks are built of.
export * from "./activation.ts";
export * from "./dense.ts";
export * from "./dropout.ts";
