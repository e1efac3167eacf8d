// The initializers folder: where weights' first values come from.
export * from "./constant.ts";
export * from "./glorotNormal.ts";
export * from "./glorotUniform.ts";
export * from "./heNormal.ts";
export * from "./heUniform.ts";
export * from "./identity.ts";
export * from "./lecunNormal.ts";
export * from "./lecunUniform.ts";
export * from "./ones.ts";
export * from "./orthogonal.ts";
export * from "./randomNormal.ts";
export * from "./randomUniform.ts";
export * from "./truncatedNormal.ts";
export * from "./varianceScaling.ts";
export * from "./zeros.ts";
