// The feeds folder: where the batches of a training come from.
export * from "./batchSource.ts";
export * from "./feed.ts";
export * from "./fullBatchFeed.ts";
export * from "./rowMemory.ts";
export * from "./rowsFeed.ts";
export * from "./streamFeed.ts";
export * from "./streamSteps.ts";
