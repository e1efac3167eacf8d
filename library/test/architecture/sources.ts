// The repository's files, read from disk as plain (path, text) pairs that the architecture rules work on.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** One file: its path from the repository's root, with forward slashes, and its text. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

/** The root of the repository. */
export const root = fileURLToPath(new URL("../../..", import.meta.url));

/** What is made rather than written: by name, and by path. */
const madeNames = new Set(["node_modules", "dist", ".git", ".tmp"]);
const madePaths = new Set(["coverage", "docs/api", "runs"]);

/** Lists all files below a folder, as paths from the repository's root. */
export function listFiles(folder = "."): string[] {
  const files: string[] = [];
  for (const entry of readdirSync(path.join(root, folder), { withFileTypes: true })) {
    const name = path.posix.join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!madeNames.has(entry.name) && !madePaths.has(name)) files.push(...listFiles(name));
    } else if (entry.isFile()) {
      files.push(name);
    }
  }
  return files.sort();
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
