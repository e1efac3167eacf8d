// sparseCategoricalAccuracy: the share of rows for which the right class is chosen.
import { argmax, cast, equal } from "../../ops/index.ts";
import { defineMetric } from "../metric.ts";
import { checkClasses, classLabels, meanOfTotals, meanTotals } from "../totals/index.ts";

/** The share of rows whose largest prediction stands at the class of their target, for labels, or one-hot rows. */
export const sparseCategoricalAccuracy = defineMetric({
  name: "sparseCategoricalAccuracy",
  description: "Share of rows whose largest prediction is that of their label",
  better: "larger",
  totals: (yTrue, yPredicted, context) => {
    checkClasses("sparseCategoricalAccuracy", yPredicted);
    return meanTotals(cast(equal(argmax(yPredicted), classLabels(yTrue)), "float"), context);
  },
  result: meanOfTotals,
});
