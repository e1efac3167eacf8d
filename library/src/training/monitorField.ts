// The option that names the value which a callback watches.
import { type Field, identifier } from "../nn/index.ts";

/** The name of a value of the history: `loss`, `valLoss`, `valAccuracy`. */
export function monitorField(): Field<string> {
  return identifier("Value to watch: loss, a metric, or one of these on the validation rows with val before it");
}
