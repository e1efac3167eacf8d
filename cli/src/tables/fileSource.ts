// A file as the source of a table; what is not a readable file of some length is refused by name.

import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { nearestName } from "chainrule";
import { asCommandError, isSystemError } from "../errors/asCommandError.ts";
import { codes } from "../errors/codes.ts";
import { CommandError } from "../errors/commandError.ts";
import { passingSource } from "./passingSource.ts";
import { linesBetween, type Source } from "./source.ts";

/** Opens a file; an error names what is wrong with it and, where a name is near, which file was meant. */
export async function fileSource(file: string): Promise<Source> {
  const name = path.basename(file);
  try {
    const found = await stat(file);
    if (found.isDirectory()) throw await directoryError(file);
    if (found.isFile() && found.size === 0) throw emptyError(file);
    if (!found.isFile()) return passingSource(file, file, () => readingFile(file));
  } catch (thrown) {
    throw await readError(file, thrown);
  }
  return {
    name,
    path: file,
    bytes: () => readingFile(file),
    excerpt: (first, last) => linesBetween(createReadStream(file), first, last),
  };
}

/** A source without a single byte. */
export function emptyError(file: string): CommandError {
  return new CommandError(codes.emptyFile, `${file} is empty (0 bytes)`, {
    where: file,
    fixes: ["give a file with a line of column names and at least one row"],
  });
}

async function* readingFile(file: string): AsyncIterable<Uint8Array> {
  try {
    for await (const chunk of createReadStream(file)) yield chunk;
  } catch (thrown) {
    throw await readError(file, thrown);
  }
}

async function readError(file: string, thrown: unknown): Promise<CommandError> {
  if (!isSystemError(thrown)) return asCommandError(thrown);
  if (thrown.code === "ENOENT" || thrown.code === "ENOTDIR") return missingError(file);
  const reason = thrown.code === "EACCES" ? "permission denied" : thrown.message;
  return new CommandError(codes.unreadable, `cannot read ${file}: ${reason}`, { where: file, cause: thrown });
}

async function missingError(file: string): Promise<CommandError> {
  const near = nearestName(path.basename(file), await namesIn(path.dirname(file)));
  const meant = near === undefined ? undefined : path.join(path.dirname(file), near);
  return new CommandError(codes.missingFile, `there is no file ${file}`, {
    where: file,
    evidence: meant === undefined ? [`looked in ${path.resolve(path.dirname(file))}`] : [`Did you mean "${meant}"?`],
  });
}

async function directoryError(file: string): Promise<CommandError> {
  const tables = (await namesIn(file)).filter((name) => /\.(csv|tsv|txt)$/i.test(name)).slice(0, 3);
  return new CommandError(codes.directory, `${file} is a folder, not a table`, {
    where: file,
    ...(tables.length === 0 ? {} : { evidence: [`in it: ${tables.join(", ")}`] }),
    fixes: tables.slice(0, 1).map((name) => `give the file: ${path.join(file, name)}`),
  });
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch {
    return [];
  }
}
