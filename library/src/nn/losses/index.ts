// The losses folder: what trainings minimize.
export * from "./binaryCrossentropy.ts";
export * from "./binaryFocalCrossentropy.ts";
export * from "./categoricalCrossentropy.ts";
export * from "./categoricalFocalCrossentropy.ts";
export * from "./categoricalHinge.ts";
export * from "./cosineSimilarity.ts";
export * from "./hinge.ts";
export * from "./huber.ts";
export * from "./klDivergence.ts";
export * from "./logCosh.ts";
export * from "./meanAbsoluteError.ts";
export * from "./meanAbsolutePercentageError.ts";
export * from "./meanSquaredError.ts";
export * from "./meanSquaredLogarithmicError.ts";
export * from "./poisson.ts";
export * from "./sparseCategoricalCrossentropy.ts";
export * from "./squaredHinge.ts";
