// The repository's files, read from disk as plain (path, text) pairs that the architecture rules work on.
import { readFileSync } from "node:fs";
import path from "node:path";
import { listFiles, root } from "../../../tools/listFiles.ts";

/** One file: its path from the repository's root, with forward slashes, and its text. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

/** Reads the code (TypeScript and JavaScript modules) below some folders. */
export function readSources(folders: readonly string[]): Source[] {
  return folders
    .flatMap((folder) => listFiles(folder))
    .filter((file) => /\.(ts|tsx|mjs)$/.test(file))
    .map((file) => ({ path: file, text: readFileSync(path.join(root, file), "utf8") }));
}

/** Whether a file is one that only Node loads: nodeFiles.ts, nodeThreads.ts. */
export const isNodeFile = (file: string): boolean => /^node([A-Z]\w*)?\.ts$/.test(path.posix.basename(file));
