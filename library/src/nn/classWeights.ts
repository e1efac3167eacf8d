// Weights of classes as weights of rows, so that rare classes may count for more.
import { ConfigError, DataError, formatShape, NdArray, type Shape } from "../tensor/index.ts";

/** Weights by class; `"balanced"` makes all classes of the data count the same in total. */
export type ClassWeight = Readonly<Record<number, number>> | "balanced";

/** Labels from 0 on [rows] or [rows, 1], or one-hot rows [rows, classes]. */
export type ClassTargets = NdArray | ArrayLike<number>;

/** The place of a row's largest number: the class of a one-hot row. */
function largest(row: ArrayLike<number>): number {
  let place = 0;
  for (let at = 1; at < row.length; at += 1) if ((row[at] ?? 0) > (row[place] ?? 0)) place = at;
  return place;
}

function labelAt(values: ArrayLike<number>, row: number): number {
  const label = values[row] ?? Number.NaN;
  if (Number.isInteger(label) && label >= 0) return label;
  throw new DataError(`row ${row}`, { where: "y", got: String(label), expected: "a label: a whole number from 0 on" });
}

function columnsOf(shape: Shape): number {
  const [, columns = 1] = shape;
  if (shape.length === 1 || shape.length === 2) return columns;
  throw new DataError("class weights need one class for each row", {
    where: "y",
    got: `shape ${formatShape(shape)}`,
    expected: "labels [rows] or one-hot rows [rows,classes]",
    fix: "Pass sampleWeight instead",
  });
}

/** The class of each row. */
function classesOf(targets: ClassTargets): Int32Array {
  const values = targets instanceof NdArray ? targets.data : targets;
  const columns = targets instanceof NdArray ? columnsOf(targets.shape) : 1;
  const rows = columns === 0 ? 0 : values.length / columns;
  return Int32Array.from({ length: rows }, (_, row) => {
    if (columns === 1) return labelAt(values, row);
    return largest(Array.from({ length: columns }, (__, column) => values[row * columns + column] ?? 0));
  });
}

/** `n / (k count)` for each of the k classes that occur among n rows: scikit-learn's "balanced". */
function balancedWeights(classes: Int32Array): Map<number, number> {
  const counts = new Map<number, number>();
  for (const label of classes) counts.set(label, (counts.get(label) ?? 0) + 1);
  return new Map([...counts].map(([label, count]) => [label, classes.length / (counts.size * count)]));
}

function givenWeights(weights: Readonly<Record<number, number>>, classes: Int32Array): Map<number, number> {
  const given = new Map(Object.entries(weights).map(([label, weight]) => [Number(label), weight]));
  for (const [label, weight] of given) {
    if (Number.isFinite(weight) && weight >= 0) continue;
    throw new ConfigError(`classWeight: class ${label}`, { got: String(weight), expected: "a number from 0 on" });
  }
  const row = classes.findIndex((label) => !given.has(label));
  if (row < 0) return given;
  const label = classes[row];
  throw new ConfigError(`classWeight: class ${label} has no weight`, {
    got: `weights of ${[...given.keys()].join(", ") || "no class"}, and row ${row} of class ${label}`,
    expected: "a weight for each class of the data",
    fix: `Add "${label}: 1", or pass "balanced"`,
  });
}

/**
 * The weight of each row, by its class.
 *
 * @param targets labels from 0 on, or one-hot rows (the largest number of a row is its class).
 * @param classWeight weights from 0 on for each class that occurs; `"balanced"` is `rows / (classes * rows of the
 * class)`, as in scikit-learn, where only classes that occur are counted.
 * @returns [rows], for the option `sampleWeight`.
 * @throws {ConfigError} when a class has no weight, or a negative one.
 * @throws {DataError} naming the row, for a label that is none.
 * @example
 * ```ts
 * import { sampleWeightsOfClasses } from "chainrule";
 * console.log([...sampleWeightsOfClasses([0, 0, 0, 1], { 0: 1, 1: 3 })]); // [1, 1, 1, 3]
 * console.log([...sampleWeightsOfClasses([0, 0, 0, 0, 1, 1], "balanced")]); // [0.75, 0.75, 0.75, 0.75, 1.5, 1.5]
 * ```
 */
export function sampleWeightsOfClasses(targets: ClassTargets, classWeight: ClassWeight): Float64Array {
  const classes = classesOf(targets);
  const weights = classWeight === "balanced" ? balancedWeights(classes) : givenWeights(classWeight, classes);
  return Float64Array.from(classes, (label) => weights.get(label) ?? 1);
}
