// The graph folder: programs over operations, and the plans that backends run.
export * from "./body.ts";
export * from "./constantFolding.ts";
export * from "./describePlan.ts";
export * from "./formatNotation.ts";
export * from "./gradients.ts";
export * from "./natures.ts";
export * from "./plan.ts";
export * from "./planner/index.ts";
export * from "./planToDot.ts";
export * from "./printPlan.ts";
export * from "./printProgram.ts";
export * from "./program.ts";
export * from "./rewrite.ts";
export * from "./simplify.ts";
export * from "./structuralKey.ts";
