// What scores are computed from: labels, probabilities, numbers and weights in any common form, checked.
export * from "./binaryScores.ts";
export * from "./classProbabilities.ts";
export * from "./codes.ts";
export * from "./columns.ts";
export * from "./label.ts";
export * from "./labels.ts";
export * from "./logErrors.ts";
export * from "./outputs.ts";
export * from "./pinball.ts";
export * from "./positive.ts";
export * from "./probabilities.ts";
export * from "./sum.ts";
