// All metrics; those whose totals need kernels of their own bring them along.
import { scatterKernels, withKernels } from "./backends/index.ts";
import * as metrics from "./training/metrics/index.ts";

export * from "./training/metrics/index.ts";

/** The area under a curve, with Keras' options and defaults. */
export const auc: typeof metrics.auc = withKernels(metrics.auc, scatterKernels);
