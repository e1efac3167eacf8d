// Files in Node: read whole, and written so that a reader finds the old file or the new one, never a part.
import { FormatError } from "../tensor/index.ts";

// Taken from the process instead of imported, so that bundlers for browsers find no module that they lack.
const { open, readFile, realpath, rename, rm } = process.getBuiltinModule("node:fs/promises");
const path = process.getBuiltinModule("node:path");

const reasons: Readonly<Record<string, string | undefined>> = {
  ENOENT: "there is no such file or folder",
  EACCES: "there is no permission",
  EPERM: "there is no permission",
  EISDIR: "it is a folder",
  ENOTDIR: "a part of the path is no folder",
  ENOSPC: "the disk is full",
  EROFS: "the disk cannot be written",
  ERR_FS_FILE_TOO_LARGE: "it is larger than 2 GiB",
};

function fileError(what: string, file: string, error: unknown): FormatError {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const reason = reasons[code] ?? (error instanceof Error ? error.message : String(error));
  return new FormatError(`${what}: ${reason}`, { where: file, cause: error });
}

/** All bytes of a file. @throws {FormatError} with the reason when it cannot be read. */
export async function readFileBytes(file: string | URL): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    throw fileError("cannot read the file", String(file), error);
  }
}

/** Makes a rename durable; systems that cannot open folders (Windows) do without. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r").catch(() => undefined);
  if (handle === undefined) return;
  try {
    await handle.sync().catch(() => undefined);
  } finally {
    await handle.close();
  }
}

/**
 * Writes a file: first a temporary one in the same folder, which is synced and then takes the file's name. Whatever
 * happens in between, the name stands for the old content or the new one. A symbolic link stays one.
 *
 * @throws {FormatError} with the reason when it cannot be written; what was there before stays.
 */
export async function writeFileAtomically(file: string, bytes: Uint8Array): Promise<void> {
  const target = await realpath(file).catch(() => path.resolve(file));
  const folder = path.dirname(target);
  const unique = `${process.pid}-${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
  const temporary = path.join(folder, `.${path.basename(target)}.${unique}.tmp`);
  try {
    const handle = await open(temporary, "wx");
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw fileError("cannot write the file", file, error);
  }
  await syncFolder(folder);
}

/** A text file that is written line by line. */
export interface TextFile {
  /** Its first line as it was when it was opened; undefined where there was none. */
  readonly firstLine: string | undefined;
  /** Writes at the end. When the promise is fulfilled the system has the text, whatever becomes of this process. */
  write(text: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens a text file to write at its end.
 *
 * @param append whether what is there stays; otherwise it is removed.
 * @throws {FormatError} with the reason when it cannot be written.
 */
export async function openTextFile(file: string, { append }: { readonly append: boolean }): Promise<TextFile> {
  const guarded = async <T>(action: Promise<T>): Promise<T> => {
    try {
      return await action;
    } catch (error) {
      throw fileError("cannot write the file", file, error);
    }
  };
  const handle = await guarded(open(file, append ? "a+" : "w"));
  let firstLine: string | undefined;
  if (append) {
    const text = await guarded(handle.readFile("utf8"));
    if (text !== "") firstLine = /^.*/.exec(text)?.[0];
    // A process that was killed may have left a line without its end.
    if (text !== "" && !text.endsWith("\n")) await guarded(handle.appendFile("\n"));
  }
  return {
    firstLine,
    write: (text) => guarded(handle.appendFile(text)),
    close: () => guarded(handle.close()),
  };
}
