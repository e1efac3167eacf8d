// readSource: the bytes of a file, wherever it is.
import { FormatError } from "../tensor/index.ts";
import { hasFiles } from "./hasFiles.ts";

/** Where a file can be read from: a path (Node), an address, bytes, or a Blob (a file chosen in a page). */
export type ByteSource = string | URL | Uint8Array | ArrayBuffer | Blob;

/** Bytes and the name that messages give them. */
export interface NamedBytes {
  readonly bytes: Uint8Array;
  readonly name: string;
}

async function download(address: string | URL): Promise<Uint8Array> {
  const name = String(address);
  let response: Response;
  try {
    response = await fetch(address);
  } catch (error) {
    throw new FormatError("cannot be loaded", { where: name, cause: error });
  }
  if (!response.ok) throw new FormatError("cannot be loaded", { where: name, got: `HTTP status ${response.status}` });
  return new Uint8Array(await response.arrayBuffer());
}

function isFile(source: string | URL): boolean {
  if (source instanceof URL) return source.protocol === "file:";
  return hasFiles() && !/^https?:\/\//i.test(source);
}

/**
 * The bytes of a file. A string is a path in Node (unless it begins with `http://` or `https://`) and an address
 * relative to the page in a browser.
 *
 * @throws {FormatError} when it cannot be read.
 */
export async function readSource(source: ByteSource): Promise<NamedBytes> {
  if (source instanceof Uint8Array) return { bytes: source, name: "the file" };
  if (source instanceof ArrayBuffer) return { bytes: new Uint8Array(source), name: "the file" };
  if (typeof source !== "string" && !(source instanceof URL)) {
    const name = "name" in source && typeof source.name === "string" ? source.name : "the file";
    return { bytes: new Uint8Array(await source.arrayBuffer()), name };
  }
  if (!isFile(source)) return { bytes: await download(source), name: String(source) };
  const { readFileBytes } = await import("./nodeFiles.ts");
  return { bytes: await readFileBytes(source), name: String(source) };
}
