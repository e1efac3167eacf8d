// hasFiles: where files are.

/** Whether this runs in Node (or a runtime like it), where strings are paths. */
export function hasFiles(): boolean {
  return typeof process === "object" && typeof process.versions?.node === "string";
}
