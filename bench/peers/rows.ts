// A task's rows read from its files, shuffled row numbers, and initial kernels, for peers that do not bring their own.
import { readFileSync } from "node:fs";
import type { Part, Score, Task } from "./peer.ts";

/** The rows of a task: features [rows, columns], the labels [rows], and these one-hot [rows, classes]. */
export interface Rows {
  readonly features: Float32Array;
  readonly labels: Int32Array;
  readonly oneHot: Float32Array;
}

export function readRows(task: Task): Rows {
  const features = new Float32Array(bytes(task.featuresFile));
  const labels = new Int32Array(bytes(task.labelsFile));
  const oneHot = new Float32Array(task.rows * task.classes);
  labels.forEach((label, row) => {
    oneHot[row * task.classes + label] = 1;
  });
  return { features, labels, oneHot };
}

function bytes(file: string): ArrayBuffer {
  const buffer = readFileSync(file);
  return new Uint8Array(buffer).buffer;
}

/** A seeded generator of numbers in [0, 1): mulberry32. */
export function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The row numbers of a part in a new order: Fisher and Yates. */
export function shuffled(part: Part, random: () => number): Int32Array {
  const order = Int32Array.from({ length: part.count }, (_, index) => part.first + index);
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    const kept = order[last] ?? 0;
    order[last] = order[other] ?? 0;
    order[other] = kept;
  }
  return order;
}

/** A kernel [inputs, units] drawn uniformly within Glorot's limit. */
export function glorotUniform(inputs: number, units: number, random: () => number): Float32Array {
  const limit = Math.sqrt(6 / (inputs + units));
  return Float32Array.from({ length: inputs * units }, () => (2 * random() - 1) * limit);
}

/** Scores probabilities [rows, classes] against the labels. */
export function scoreProbabilities(probabilities: ArrayLike<number>, labels: Int32Array, classes: number): Score {
  let loss = 0;
  let right = 0;
  labels.forEach((label, row) => {
    const start = row * classes;
    let best = 0;
    for (let index = 1; index < classes; index++) {
      if ((probabilities[start + index] ?? 0) > (probabilities[start + best] ?? 0)) best = index;
    }
    if (best === label) right++;
    loss -= Math.log(Math.max(probabilities[start + label] ?? 0, 1e-30));
  });
  return { loss: loss / labels.length, accuracy: right / labels.length };
}
