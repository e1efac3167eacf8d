// Data sets in Node: read from the package's folder.
import { DataError } from "../../tensor/index.ts";

// Taken from the process instead of imported, so that bundlers for browsers find no module that they lack.
const { readFile } = process.getBuiltinModule("node:fs/promises");

/** The text of a file. @throws {DataError} when it cannot be read. */
export async function readTextFile(address: URL): Promise<string> {
  try {
    return await readFile(address, "utf8");
  } catch (error) {
    throw new DataError("the data set cannot be read", { where: address.pathname, cause: error });
  }
}
