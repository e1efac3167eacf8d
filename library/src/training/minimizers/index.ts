// The minimizers folder: L-BFGS and its line searches, on plain numbers.
export * from "./curvature.ts";
export * from "./fixedStep.ts";
export * from "./lbfgsMinimizer.ts";
export * from "./lineSearch.ts";
export * from "./moreThuente.ts";
export * from "./moreThuenteStep.ts";
export * from "./objective.ts";
export * from "./strongWolfe.ts";
export * from "./vectors.ts";
