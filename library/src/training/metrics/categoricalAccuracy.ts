// categoricalAccuracy: the share of rows for which the right class is chosen.
import { argmax, cast, equal } from "../../ops/index.ts";
import { defineMetric } from "../metric.ts";
import { checkClasses, classLabels, meanOfTotals, meanTotals } from "../totals/index.ts";

/** The share of rows whose largest prediction stands at the class of their target, for one-hot rows, or labels. */
export const categoricalAccuracy = defineMetric({
  name: "categoricalAccuracy",
  description: "Share of rows whose largest prediction is that of their one-hot target",
  better: "larger",
  totals: (yTrue, yPredicted, context) => {
    checkClasses("categoricalAccuracy", yPredicted);
    return meanTotals(cast(equal(argmax(yPredicted), classLabels(yTrue)), "float"), context);
  },
  result: meanOfTotals,
});
