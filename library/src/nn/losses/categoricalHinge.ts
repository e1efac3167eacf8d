// categoricalHinge: by how much the right class is not ahead of the best wrong one by one.
import { add, max, maximum, multiply, subtract, sum } from "../../ops/index.ts";
import { targetRows } from "../crossentropy.ts";
import { defineLoss, overClasses, rowsOrLabels } from "../loss.ts";

/**
 * `max(1 + max((1 - y) p) - sum(y p), 0)` over the classes along the last axis. Targets are one-hot rows, or labels
 * from 0 to classes - 1, which stand for them.
 */
export const categoricalHinge = overClasses(
  defineLoss({
    name: "categoricalHinge",
    description: "What the right class lacks to be ahead of all others by one",
    targets: rowsOrLabels,
    call: (yTrue, yPredicted) => {
      const y = targetRows(yTrue, yPredicted);
      const right = sum(multiply(y, yPredicted), { axes: -1 });
      const wrong = max(multiply(subtract(1, y), yPredicted), { axes: -1 });
      return maximum(add(subtract(wrong, right), 1), 0);
    },
  }),
);
