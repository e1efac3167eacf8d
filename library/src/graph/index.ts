// The graph folder: programs over operations, and the plans that backends run.
export * from "./plan.ts";
export * from "./program.ts";
