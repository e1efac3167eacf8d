// The losses folder: what trainings minimize.
export * from "./binaryCrossentropy.ts";
export * from "./categoricalCrossentropy.ts";
export * from "./meanSquaredError.ts";
export * from "./sparseCategoricalCrossentropy.ts";
