// The repository's files as they are written, without what is installed or made.
import { readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The root of the repository. */
export const root = fileURLToPath(new URL("..", import.meta.url));

/** What is made rather than written: by name, and by path. */
const madeNames = new Set(["node_modules", "dist", ".git", ".tmp"]);
const madePaths = new Set(["coverage", "docs/api", "runs"]);

/** Lists all files below a folder, as paths from the repository's root with forward slashes. */
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
