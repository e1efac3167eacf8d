// The area under the curves that decisions at many thresholds draw.
import { ratio } from "./rowMeans.ts";
import type { ThresholdCounts } from "./thresholdCounts.ts";

/** True positives over false positives, or precision over recall. */
export type Curve = "ROC" | "PR";
/** What stands for the curve between two of its points. */
export type SummationMethod = "interpolation" | "minoring" | "majoring";

/**
 * The area under precision over recall, where between two thresholds the counts grow in proportion (Davis and Goadrich,
 * 2006, section 4): with P = TP + FP and the slope s = dTP / dP, an interval adds
 * `s (dTP + (TP_b - s P_b) log(P_a / P_b)) / positives`.
 */
function interpolatedPrecision({ truePositives, falsePositives, positives }: ThresholdCounts): number {
  let area = 0;
  for (let at = 0; at + 1 < truePositives.length; at += 1) {
    const [tpA = 0, tpB = 0] = [truePositives[at], truePositives[at + 1]];
    const [pA, pB] = [tpA + (falsePositives[at] ?? 0), tpB + (falsePositives[at + 1] ?? 0)];
    const slope = ratio(tpA - tpB, pA - pB);
    const growth = pA > 0 && pB > 0 ? Math.log(pA / pB) : 0;
    area += ratio(slope * (tpA - tpB + (tpB - slope * pB) * growth), positives);
  }
  return area;
}

function heightOf(a: number, b: number, method: SummationMethod): number {
  if (method === "interpolation") return (a + b) / 2;
  return method === "minoring" ? Math.min(a, b) : Math.max(a, b);
}

/** The area under a curve, as Keras computes it; 0 where there are no positives (or, for ROC, no negatives). */
export function areaUnderCurve(counts: ThresholdCounts, curve: Curve, method: SummationMethod): number {
  if (curve === "PR" && method === "interpolation") return interpolatedPrecision(counts);
  const { truePositives, falsePositives, positives, negatives } = counts;
  const points = truePositives.map((tp, at) => {
    const fp = falsePositives[at] ?? 0;
    const recall = ratio(tp, positives);
    return curve === "ROC" ? { x: ratio(fp, negatives), y: recall } : { x: recall, y: ratio(tp, tp + fp) };
  });
  return points.slice(1).reduce((area, { x, y }, at) => {
    const before = points[at] ?? { x, y };
    return area + (before.x - x) * heightOf(before.y, y, method);
  }, 0);
}
