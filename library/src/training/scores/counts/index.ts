// What scores have in common: counts by label and by threshold, averages over labels, orders and quantiles.
export * from "./averages.ts";
export * from "./confusionCounts.ts";
export * from "./descendingOrder.ts";
export * from "./explainedPinball.ts";
export * from "./labelCounts.ts";
export * from "./oneAgainstRest.ts";
export * from "./precisionRecallPoints.ts";
export * from "./probabilityLosses.ts";
export * from "./quantile.ts";
export * from "./rocPoints.ts";
export * from "./thresholdCounts.ts";
