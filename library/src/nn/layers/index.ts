// The layers folder: what networks are built of.
export * from "./activation.ts";
export * from "./add.ts";
export * from "./averagePooling2D.ts";
export * from "./batchNormalization.ts";
export * from "./concatenate.ts";
export * from "./conv2D.ts";
export * from "./dense.ts";
export * from "./dropout.ts";
export * from "./embedding.ts";
export * from "./flatten.ts";
export * from "./gaussianNoise.ts";
export * from "./globalAveragePooling2D.ts";
export * from "./layerNormalization.ts";
export * from "./maxPooling2D.ts";
export * from "./multiply.ts";
export * from "./prelu.ts";
export * from "./reshape.ts";
