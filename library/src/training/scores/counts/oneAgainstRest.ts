// oneAgainstRest: a score of two classes for several of them, each against all others.
import { ConfigError } from "../../../tensor/index.ts";
import type { BinaryScores } from "../inputs/binaryScores.ts";
import { type Columns, columnAt } from "../inputs/columns.ts";
import { sum } from "../inputs/sum.ts";

/** The class of each row, as a column's number, and the scores of all classes. */
export interface ClassScores {
  readonly codes: Int32Array;
  readonly scores: Columns;
  readonly weights: Float64Array | undefined;
}

/**
 * How scores of several classes become one: `"micro"` from all rows and classes as if they were rows of one question,
 * `"macro"` their mean, `"weighted"` their mean weighted by support, `"none"` all of them as they are.
 */
export type ClassAverage = "micro" | "macro" | "weighted" | "none";

/** 1 for the rows of a class, 0 for the others, with the scores of that class. */
export function againstRest({ codes, scores, weights }: ClassScores, place: number): BinaryScores {
  const truth = new Uint8Array(codes.length);
  for (let row = 0; row < codes.length; row += 1) truth[row] = codes[row] === place ? 1 : 0;
  return { truth, scores: columnAt(scores, place), weights };
}

function allTogether({ codes, scores, weights }: ClassScores): BinaryScores {
  const truth = new Uint8Array(scores.data.length);
  codes.forEach((code, row) => {
    truth[row * scores.columns + code] = 1;
  });
  const repeated = weights && Float64Array.from(truth, (_, index) => weights[Math.floor(index / scores.columns)] ?? 0);
  return { truth, scores: scores.data, weights: repeated };
}

/** Rows, or sums of weights, of each class. */
function supports({ codes, scores, weights }: ClassScores): Float64Array {
  const totals = new Float64Array(scores.columns);
  codes.forEach((code, row) => {
    totals[code] = (totals[code] ?? 0) + (weights === undefined ? 1 : (weights[row] ?? 0));
  });
  return totals;
}

/**
 * The average of `score` over the classes.
 *
 * @throws {ConfigError} for an average that does not exist, and whatever `score` throws.
 */
export function oneAgainstRest(
  input: ClassScores,
  average: ClassAverage,
  score: (binary: BinaryScores, place: number) => number,
): number | Float64Array {
  const each = (support?: Float64Array): Float64Array =>
    Float64Array.from({ length: input.scores.columns }, (_, place) =>
      support?.[place] === 0 ? 0 : score(againstRest(input, place), place),
    );
  switch (average) {
    case "micro":
      return score(allTogether(input), -1);
    case "macro":
      return sum(each()) / input.scores.columns;
    case "weighted": {
      const support = supports(input);
      return sum(each(support).map((value, place) => value * (support[place] ?? 0))) / sum(support);
    }
    case "none":
      return each();
    default:
      throw new ConfigError("average", { got: String(average), expected: "micro, macro, weighted, none" });
  }
}
