// The graph folder: programs over operations, and the plans that backends run.
export * from "./body.ts";
export * from "./plan.ts";
export * from "./program.ts";
