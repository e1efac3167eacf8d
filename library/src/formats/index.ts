// The formats folder: model files and what they are made of.
export * from "./checksum.ts";
export * from "./decodeModel.ts";
export * from "./decodeProgress.ts";
export * from "./earlierVersions.ts";
export * from "./encodeModel.ts";
export * from "./encodeProgress.ts";
export * from "./hasFiles.ts";
export * from "./modelFile.ts";
export * from "./modelProgress.ts";
export * from "./parseJson.ts";
export * from "./readSafetensors.ts";
export * from "./readSource.ts";
export * from "./safetensorsDtypes.ts";
export * from "./safetensorsFile.ts";
export * from "./writeSafetensors.ts";
