// The formats folder: model files and what they are made of.
export * from "./checksum.ts";
export * from "./earlierVersions.ts";
export * from "./modelFile.ts";
export * from "./modelProgress.ts";
export * from "./parseJson.ts";
export * from "./readSource.ts";
export * from "./safetensors.ts";
export * from "./safetensorsDtypes.ts";
