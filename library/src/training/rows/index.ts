// The rows folder: data as models take them, every value checked.
export * from "./classWeights.ts";
export * from "./columns.ts";
export * from "./outputsRows.ts";
export * from "./rows.ts";
export * from "./targets.ts";
