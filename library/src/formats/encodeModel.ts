// encodeModel: the bytes of a model file.
import { checksum } from "./checksum.ts";
import { progressContent, progressTensors } from "./encodeProgress.ts";
import { checksumKey, contentKey, type ModelFile, modelFileVersion } from "./modelFile.ts";
import { encodeTensor, writeStored } from "./writeSafetensors.ts";

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
