// The backends folder: how plans run.
export * from "./backend.ts";
