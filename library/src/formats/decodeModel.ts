// decodeModel: what a model file holds, checked.
import * as v from "valibot";
import type { Json, JsonObject } from "../nn/index.ts";
import { FormatError } from "../tensor/index.ts";
import { checksum } from "./checksum.ts";
import { decodeProgress, progressSchema } from "./decodeProgress.ts";
import { inPresentForm } from "./earlierVersions.ts";
import { checksumKey, contentKey, type ModelFile, modelFileVersion } from "./modelFile.ts";
import { isProgressTensor } from "./modelProgress.ts";
import { parseJson } from "./parseJson.ts";
import { decodeTensor, readSafetensors } from "./readSafetensors.ts";

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
