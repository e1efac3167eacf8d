// The rows folder: data as models take them, every value checked.
export * from "./columns.ts";
export * from "./outputsRows.ts";
export * from "./rows.ts";
export * from "./rowWeights.ts";
export * from "./targets.ts";
