// MNIST as a task: 60,000 pictures of 28 × 28 from the folder that CHAINRULE_MNIST names, else pictures made up for the purpose.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { side } from "../../peers/lenet.ts";
import type { Task } from "../../peers/peer.ts";
import { generator } from "../../peers/rows.ts";
import { writeTask } from "./digits.ts";

const batchSize = 128;
const pixels = side * side;
/** Full batches of MNIST's training pictures. */
export const mnistRows = Math.floor(60_000 / batchSize) * batchSize;

/** Pictures between 0 and 1, one after another, and their classes. */
export interface Pictures {
  readonly features: Float32Array;
  readonly labels: Int32Array;
}

/** The task, and whether its pictures are MNIST's. */
export interface MnistTask {
  readonly task: Task;
  readonly isReal: boolean;
}

/** Writes the first rows into a folder and gives the task on them. */
export function mnistTask(folder: string, rows = mnistRows, mnist = process.env.CHAINRULE_MNIST): MnistTask {
  const isReal = mnist !== undefined && mnist !== "";
  const { features, labels } = isReal ? readMnist(mnist, rows) : madeUpPictures(rows);
  const task = writeTask(folder, { features, labels, rows, columns: pixels });
  return { task: { ...task, hidden: [120, 84], batchSize }, isReal };
}

/** The first training pictures of a folder with MNIST's files, packed with gzip or not. */
export function readMnist(folder: string, rows: number): Pictures {
  const images = readIdx(path.join(folder, "train-images-idx3-ubyte"), 3);
  const labels = readIdx(path.join(folder, "train-labels-idx1-ubyte"), 1);
  if (images.sizes[1] !== side || images.sizes[2] !== side || (images.sizes[0] ?? 0) < rows) {
    throw new Error(`${folder} holds pictures ${images.sizes.join(" × ")}, not ${rows} or more of ${side} × ${side}`);
  }
  return {
    features: Float32Array.from(images.values.subarray(0, rows * pixels), (value) => value / 255),
    labels: Int32Array.from(labels.values.subarray(0, rows)),
  };
}

/** A file in the IDX format: two zeros, the type (8: bytes), the number of axes, their sizes, big-endian, then the values. */
function readIdx(file: string, axes: number): { readonly sizes: readonly number[]; readonly values: Uint8Array } {
  const bytes = existsSync(file) ? readFileSync(file) : gunzipSync(readFileSync(`${file}.gz`));
  if (bytes.readUInt32BE(0) !== 0x0800 + axes) throw new Error(`${file} is no IDX file of bytes with ${axes} axes`);
  const sizes = Array.from({ length: axes }, (_, axis) => bytes.readUInt32BE(4 * (axis + 1)));
  return { sizes, values: bytes.subarray(4 * (axes + 1)) };
}

/** As many pictures of ten classes: a random pattern for each class, half of each picture noise, so that they can be learned. */
export function madeUpPictures(rows: number): Pictures {
  const random = generator(5);
  const patterns = Array.from({ length: 10 }, () => Float32Array.from({ length: pixels }, random));
  const labels = Int32Array.from({ length: rows }, () => Math.floor(10 * random()));
  const features = new Float32Array(rows * pixels);
  labels.forEach((label, row) => {
    patterns[label]?.forEach((value, pixel) => {
      features[row * pixels + pixel] = (value + random()) / 2;
    });
  });
  return { features, labels };
}
