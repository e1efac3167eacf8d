// The model file: a safetensors file whose metadata hold architecture, labels and everything else that is no number.
import type { Json, JsonObject } from "../nn/index.ts";
import type { NdArray } from "../tensor/index.ts";
import type { StoredProgress } from "./modelProgress.ts";

/** The version of the format that this library writes; it reads this one and all before. */
export const modelFileVersion = 2;

/** How one output is judged: the saved forms of loss and metrics. */
export interface StoredOutput {
  readonly name: string;
  readonly loss: Json;
  readonly lossWeight: number;
  readonly metrics: readonly Json[];
  readonly weightedMetrics: readonly Json[];
}

/** How the model was compiled. */
export interface StoredTraining {
  readonly optimizer: Json;
  readonly reduction: string;
  readonly outputs: readonly StoredOutput[];
}

/** Everything that a model file holds. */
export interface ModelFile {
  /** The saved form of the network, which `readArchitecture` reads. */
  readonly architecture: Json;
  readonly seed: number;
  /** Names of layers whose weights are not trained. */
  readonly frozen?: readonly string[];
  /** Names of columns in their order, for each input whose rows were objects. */
  readonly columns?: Readonly<Record<string, readonly string[]>>;
  /** Names of the classes, in the order of the outputs. */
  readonly labels?: readonly string[];
  readonly training?: StoredTraining;
  readonly progress?: StoredProgress;
  /** What the user added: encoders, notes. */
  readonly metadata: JsonObject;
  /** The weights by name: `dense/kernel`. */
  readonly weights: ReadonlyMap<string, NdArray>;
}

/** Where the metadata hold the description, and the checksum of everything. */
export const contentKey = "chainrule";
export const checksumKey = "chainrule.checksum";
