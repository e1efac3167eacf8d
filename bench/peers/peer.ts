// What every competitor in a Node process offers to the harness: to load, to prepare a task, to train and to be scored.

/** One classifier to train: rows in files, the network's sizes, how to train it. */
export interface Task {
  /** A file of float32, row by row, little-endian. */
  readonly featuresFile: string;
  /** A file of int32: the class of each row. */
  readonly labelsFile: string;
  readonly rows: number;
  readonly columns: number;
  readonly classes: number;
  /** Units of the hidden layers, each with the sigmoid; the last layer has softmax with cross-entropy. */
  readonly hidden: readonly number[];
  /** Adam's, with beta 0.9 and 0.999. */
  readonly learningRate: number;
  /** Every batch is full: it divides the rows that one call trains on. */
  readonly batchSize: number;
  readonly seed: number;
}

/** Which rows to train on: `count` of them from `first`. */
export interface Part {
  readonly first: number;
  readonly count: number;
}

/** How well the network does on all rows: the mean cross-entropy (null where the library has another loss), and accuracy. */
export interface Score {
  readonly loss: number | null;
  readonly accuracy: number;
}

/** A network that is being trained. */
export interface Trainer {
  /** Trains on the rows of a part, newly shuffled in each epoch, and returns when the weights are computed. */
  train(epochs: number, part: Part): void | Promise<void>;
  score(): Score | Promise<Score>;
}

/** A library that is loaded. */
export interface Peer {
  /** Names and versions of what does the work. */
  readonly versions: Readonly<Record<string, string>>;
  prepare(task: Task): Trainer | Promise<Trainer>;
}
