// The backends folder: how plans run.
export * from "./backend.ts";
export * from "./bindings.ts";
export * from "./reference/index.ts";
export * from "./run.ts";
export * from "./wasm/index.ts";
