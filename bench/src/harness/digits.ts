// scikit-learn's digits as a task: the shipped table, pixels between 0 and 1, as files of float32 and int32.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Task } from "../../peers/peer.ts";

const table = new URL("../../../library/datasets/digits.csv", import.meta.url);

/** The largest value of a pixel. */
const inkLevels = 16;

const batchSize = 64;

/** Writes the first rows into a folder and gives the task 64-128-128-10 on them: 28 full batches of 64 are 1,792 of 1,797. */
export function digitsTask(folder: string, rows = 28 * batchSize): Task {
  const lines = readFileSync(table, "utf8")
    .trim()
    .split(/\r?\n/)
    .slice(1, rows + 1);
  const values = lines.map((line) => line.split(",").map(Number));
  const features = values.flatMap((row) => row.slice(0, -1).map((pixel) => pixel / inkLevels));
  const labels = values.map((row) => row.at(-1) ?? Number.NaN);
  const columns = features.length / rows;
  if (labels.length !== rows || columns !== 64 || [...features, ...labels].some(Number.isNaN)) {
    throw new Error(
      `${table.pathname}: expected ${rows} rows of 64 pixels and a label, got ${labels.length} of ${columns}`,
    );
  }
  return writeTask(folder, { features, labels, rows, columns });
}

/** Writes any rows of ten classes as a task with the same network. */
export function writeTask(
  folder: string,
  data: { features: readonly number[]; labels: readonly number[]; rows: number; columns: number },
): Task {
  const featuresFile = path.join(folder, "features.f32");
  const labelsFile = path.join(folder, "labels.i32");
  writeFileSync(featuresFile, Float32Array.from(data.features));
  writeFileSync(labelsFile, Int32Array.from(data.labels));
  const network = { classes: 10, hidden: [128, 128], learningRate: 0.001, batchSize, seed: 42 };
  return { featuresFile, labelsFile, rows: data.rows, columns: data.columns, ...network };
}
