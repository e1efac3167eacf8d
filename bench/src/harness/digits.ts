// scikit-learn's digits as a task: the table that the library ships, pixels between 0 and 1, as files of float32 and int32.
import { writeFileSync } from "node:fs";
import path from "node:path";
import { digits } from "chainrule";
import type { Task } from "../../peers/peer.ts";

const batchSize = 64;

/** Writes the first rows into a folder and gives the task 64-128-128-10 on them: 28 full batches of 64 are 1,792 of 1,797. */
export async function digitsTask(folder: string, rows = 28 * batchSize): Promise<Task> {
  const { x, y } = await digits();
  const columns = x.shape[1] ?? 0;
  return writeTask(folder, { features: x.data.slice(0, rows * columns), labels: y.data.slice(0, rows), rows, columns });
}

/** Writes any rows of ten classes as a task with the same network. */
export function writeTask(
  folder: string,
  data: { features: ArrayLike<number>; labels: ArrayLike<number>; rows: number; columns: number },
): Task {
  const featuresFile = path.join(folder, "features.f32");
  const labelsFile = path.join(folder, "labels.i32");
  writeFileSync(featuresFile, Float32Array.from(data.features));
  writeFileSync(labelsFile, Int32Array.from(data.labels));
  const network = { classes: 10, hidden: [128, 128], learningRate: 0.001, batchSize, seed: 42 };
  return { featuresFile, labelsFile, rows: data.rows, columns: data.columns, ...network };
}
