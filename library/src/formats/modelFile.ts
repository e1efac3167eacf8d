// The model file: a safetensors file whose metadata hold architecture, labels and everything else that is no number.
import * as v from "valibot";
import type { Json, JsonObject } from "../nn/index.ts";
import { FormatError, type NdArray } from "../tensor/index.ts";
import { crc32 } from "./checksum.ts";
import { inPresentForm } from "./earlierVersions.ts";
import {
  decodeProgress,
  isProgressTensor,
  progressContent,
  progressSchema,
  progressTensors,
  type StoredProgress,
} from "./modelProgress.ts";
import { parseJson } from "./parseJson.ts";
import { decodeTensor, encodeTensor, readSafetensors, type StoredTensor, writeStored } from "./safetensors.ts";

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

const contentKey = "chainrule";
const checksumKey = "chainrule.checksum";

const isJson = (value: unknown): value is Json =>
  value === null || ["boolean", "number", "string", "object"].includes(typeof value);
const json = v.custom<Json>(isJson);

const outputSchema = v.object({
  name: v.string(),
  loss: json,
  lossWeight: v.number(),
  metrics: v.array(json),
  weightedMetrics: v.array(json),
});

const contentSchema = v.object({
  version: v.pipe(v.number(), v.integer(), v.minValue(1)),
  architecture: json,
  seed: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffffffff)),
  frozen: v.optional(v.array(v.string())),
  columns: v.optional(v.record(v.string(), v.array(v.string()))),
  labels: v.optional(v.array(v.string())),
  training: v.optional(v.object({ optimizer: json, reduction: v.string(), outputs: v.array(outputSchema) })),
  progress: v.optional(progressSchema),
  metadata: v.custom<JsonObject>((value) => typeof value === "object" && value !== null && !Array.isArray(value)),
});

/** CRC-32 of the description and of every tensor, whatever their order in the file. */
function checksum(content: string, tensors: ReadonlyMap<string, StoredTensor>): string {
  const text = new TextEncoder();
  const pieces = [...tensors]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, { dtype, shape, bytes }]) => [text.encode(JSON.stringify([name, dtype, shape])), bytes]);
  return `crc32:${crc32([text.encode(content), ...pieces])
    .toString(16)
    .padStart(8, "0")}`;
}

/** Writes a model file. Equal models give equal bytes. */
export function encodeModel({ weights, progress, ...description }: ModelFile): Uint8Array<ArrayBuffer> {
  const content = JSON.stringify({
    version: modelFileVersion,
    ...description,
    ...(progress === undefined ? {} : { progress: progressContent(progress) }),
  });
  const tensors = [...weights, ...(progress === undefined ? [] : progressTensors(progress))];
  const stored = new Map(tensors.map(([name, array]) => [name, encodeTensor(array)]));
  return writeStored(
    stored,
    new Map([
      ["format", "chainrule"],
      [contentKey, content],
      [checksumKey, checksum(content, stored)],
    ]),
  );
}

function readContent(text: string, where: string): v.InferOutput<typeof contentSchema> {
  const value = parseJson(text, `${where}, description`);
  const version = typeof value === "object" && value !== null && "version" in value ? value.version : undefined;
  if (typeof version === "number" && version > modelFileVersion) {
    throw new FormatError("was written by a later version", {
      where,
      got: `format version ${version}`,
      expected: `at most ${modelFileVersion}`,
      fix: "Update chainrule",
    });
  }
  const result = v.safeParse(contentSchema, inPresentForm(value), { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  const key = issue.path?.map((item) => String(item.key)).join(".") ?? "description";
  throw new FormatError(`${key} is wrong`, { where: `${where}, description`, got: issue.received });
}

/**
 * Reads a model file. Everything is checked before anything is allocated, the checksum included; nothing in the file
 * is executed.
 *
 * @param where the file's name, for messages.
 * @throws {FormatError} when the file is damaged, of another kind, or of a later version.
 */
export function decodeModel(file: Uint8Array, where = "the file"): ModelFile {
  const { metadata, tensors } = readSafetensors(file, where);
  const content = metadata.get(contentKey);
  if (content === undefined) {
    throw new FormatError("is a safetensors file, but not a model of chainrule", {
      where,
      expected: `the description of a network under "${contentKey}" in its metadata`,
      fix: "Read its tensors with readSafetensors",
    });
  }
  const expected = metadata.get(checksumKey);
  const found = checksum(content, tensors);
  if (expected !== undefined && expected !== found) {
    throw new FormatError("was changed after it was written", {
      where,
      got: found,
      expected,
      fix: "Get the file again",
    });
  }
  const { version: _version, labels, columns, training, progress, frozen, ...rest } = readContent(content, where);
  const arrays = new Map([...tensors].map(([name, tensor]) => [name, decodeTensor(tensor)] as const));
  const weights = new Map([...arrays].filter(([name]) => progress === undefined || !isProgressTensor(name)));
  return {
    ...rest,
    ...(frozen === undefined ? {} : { frozen }),
    ...(progress === undefined ? {} : { progress: decodeProgress(progress, arrays, where) }),
    ...(columns === undefined ? {} : { columns }),
    ...(labels === undefined ? {} : { labels }),
    ...(training === undefined ? {} : { training }),
    weights,
  };
}
