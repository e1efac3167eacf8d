// The built-in metrics by name.
import { createRegistry, isComponentOf, type NamesOf, type Registry } from "../nn/index.ts";
import type { Metric } from "./metric.ts";
import type * as list from "./metrics/index.ts";

/** A built-in metric's name. */
export type MetricName = NamesOf<typeof list, "metric">;

/** The built-in metrics; an option that takes one accepts its name. */
export const metricRegistry: Registry<MetricName, Metric> = createRegistry("metric", isComponentOf<Metric>("metric"));
