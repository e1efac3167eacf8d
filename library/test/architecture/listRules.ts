// Rules on lists that must stay true: every index.ts lists its folder, every path in ARCHITECTURE.md exists.
import path from "node:path";
import { isNodeFile, type Source } from "./sources.ts";
import { parse } from "./syntax.ts";

const isInRoot = (file: string): boolean => path.posix.dirname(file) === "library/src";

/** Every folder of library/src has an index.ts that names all its files and folders, except those only Node loads. */
export function indexLists(sources: readonly Source[]): string[] {
  const inside = sources.filter((source) => source.path.startsWith("library/src/"));
  const folders = new Set(inside.flatMap((source) => parents(source.path)));
  return [...folders].flatMap((folder) => {
    const index = inside.find((source) => source.path === `${folder}/index.ts`);
    if (index === undefined) return [`${folder} has no index.ts`];
    // At the root index.ts offers what the files beside it list: names, components, operations with their kernels.
    const lists = folder === "library/src" ? inside.filter(({ path: file }) => isInRoot(file)) : [index];
    const imports = lists.flatMap((list) => parse(list).imports);
    const listed = imports.flatMap(({ target, kind }) => (target && kind !== "dynamic" ? [target] : []));
    return entries(folder, inside)
      .filter((entry) => !listed.some((target) => target === entry || target.startsWith(`${entry}/`)))
      .map((entry) => `${folder}/index.ts does not list ${path.posix.basename(entry)}`);
  });
}

/** The folders above a file, from library/src down. */
function parents(file: string): string[] {
  const parts = path.posix.dirname(file).split("/");
  return parts.slice(1).map((_, index) => parts.slice(0, index + 2).join("/"));
}

function entries(folder: string, sources: readonly Source[]): string[] {
  const names = sources
    .filter((source) => source.path.startsWith(`${folder}/`))
    .map((source) => source.path.slice(folder.length + 1).split("/")[0] ?? "")
    .filter((name) => name !== "index.ts" && !isNodeFile(name) && !name.endsWith(".d.ts"));
  return [...new Set(names)].map((name) => `${folder}/${name}`);
}

/**
 * Every path that a document names in backticks exists: from the repository's root, or from library/src. `*` and
 * `<name>` stand for any characters of which at least one file must exist.
 */
export function documentPaths(document: Source, files: readonly string[]): string[] {
  const known = new Set(files.flatMap((file) => [file, ...parents(`./${file}`).map((folder) => folder.slice(2))]));
  const prose = document.text.replace(/^(```|~~~)[\s\S]*?^\1/gm, "");
  const named = [...prose.matchAll(/`([^`\n]+)`/g)].map((match) => match[1] ?? "").filter(isPath);
  return named
    .filter((name) => !exists(name.replace(/^\.\//, "").replace(/\/$/, ""), known))
    .map((name) => `${document.path} names ${name}, which does not exist`);
}

/** A path has a slash inside or at its end, or ends as a file's name does; a package's name is not one. */
function isPath(code: string): boolean {
  if (!/^[\w.<>*/-]+$/.test(code)) return false;
  return code.includes("/") || /\.(ts|mjs|md|json|csv)$/.test(code);
}

function exists(name: string, known: ReadonlySet<string>): boolean {
  const pattern = name
    .replace(/[.\\^$+?()[\]{}|]/g, "\\$&")
    .replace(/\*\*|\*|<[^>]*>/g, (part) => (part === "**" ? ".*" : "[^/]*"));
  const anywhere = name.includes("/") ? "(library/src/)?" : "(.*/)?";
  const expression = new RegExp(`^${anywhere}${pattern}$`);
  return [...known].some((file) => expression.test(file));
}
