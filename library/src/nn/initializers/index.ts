// The initializers folder: where weights' first values come from.
export * from "./glorotNormal.ts";
export * from "./glorotUniform.ts";
export * from "./heNormal.ts";
export * from "./heUniform.ts";
export * from "./ones.ts";
export * from "./randomNormal.ts";
export * from "./randomUniform.ts";
export * from "./truncatedNormal.ts";
export * from "./zeros.ts";
