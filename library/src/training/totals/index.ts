// The totals folder: what metrics add up from batch to batch, and what follows from it.
export * from "./areaUnderCurve.ts";
export * from "./confusionCounts.ts";
export * from "./decisions.ts";
export * from "./lossMeans.ts";
export * from "./rowMeans.ts";
export * from "./thresholdCounts.ts";
export * from "./topK.ts";
