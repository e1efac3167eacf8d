// Intervals of scores: the bootstrap and what it needs.
export * from "./bootstrap.ts";
export * from "./drawnRows.ts";
export * from "./interval.ts";
export * from "./normal.ts";
