// The nn folder: what networks are made of, without numbers and without training.
export * from "./activation.ts";
export * from "./activationRegistry.ts";
export * as activations from "./activations/index.ts";
export * from "./components/index.ts";
export * from "./crossentropy.ts";
export * from "./initializer.ts";
export * from "./initializerRegistry.ts";
export * as initializers from "./initializers/index.ts";
export * from "./layer.ts";
export * from "./layerRegistry.ts";
export * as layers from "./layers/index.ts";
export * from "./loss.ts";
export * as losses from "./losses/index.ts";
export * from "./lossRegistry.ts";
export * from "./models/index.ts";
export * from "./streams.ts";
export * from "./truncatedDistribution.ts";
