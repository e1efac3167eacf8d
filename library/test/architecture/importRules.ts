// Rules on who may import whom: directions and cycles between folders, packages, Node's modules, workspaces.
import path from "node:path";
import { isNodeFile, type Source } from "./sources.ts";
import { type Import, parse } from "./syntax.ts";

const sourceRoot = "library/src/";

/** What each folder of library/src may import; a folder that is not listed here has no place in the house yet. */
export const directions: Readonly<Record<string, readonly string[]>> = {
  tensor: [],
  ops: ["tensor"],
  graph: ["ops", "tensor"],
  backends: ["graph", "ops", "tensor"],
  nn: ["ops", "tensor"],
  data: ["tensor"],
  formats: ["nn", "ops", "tensor"],
  training: ["backends", "data", "formats", "graph", "nn", "ops", "tensor"],
  inspection: ["training", "backends", "data", "formats", "graph", "nn", "ops", "tensor"],
  search: ["training", "backends", "data", "formats", "graph", "nn", "ops", "tensor"],
  distributed: ["training", "backends", "data", "formats", "graph", "nn", "ops", "tensor"],
};

/** Packages that library/src may import: they are bundled into dist, so that the package has no dependency. */
const bundledPackages = ["valibot"];

interface Edge extends Import {
  readonly from: string;
}

function edges(sources: readonly Source[]): Edge[] {
  return sources
    .filter((source) => source.path.startsWith(sourceRoot))
    .flatMap((source) => parse(source).imports.map((found) => ({ ...found, from: source.path })));
}

/** The folder of library/src that a file is in, or "" for the files at its root. */
function topFolder(file: string): string {
  const parts = file.slice(sourceRoot.length).split("/");
  return parts.length > 1 ? (parts[0] ?? "") : "";
}

const isIndex = (file: string): boolean => path.posix.basename(file) === "index.ts";

/** The folders of library/src import each other only in the directions of the table above. */
export function importDirections(sources: readonly Source[]): string[] {
  return edges(sources).flatMap((edge) => {
    const from = topFolder(edge.from);
    const where = `${edge.from}:${edge.line} imports ${edge.specifier}`;
    if (edge.target === undefined || from === "") return [];
    if (!edge.target.startsWith(sourceRoot)) return [`${where}: outside ${sourceRoot}`];
    const to = topFolder(edge.target);
    const allowed = directions[from];
    if (allowed === undefined) return [`${edge.from}: the folder ${from} has no import direction; add it to the table`];
    return to === from || allowed.includes(to) ? [] : [`${where}: ${from} may import only ${allowed.join(", ")}`];
  });
}

/** Only the interface of the backends is imported from outside: never a file of one concrete backend. */
export function concreteBackends(sources: readonly Source[]): string[] {
  return edges(sources)
    .filter((edge) => !edge.from.startsWith(`${sourceRoot}backends/`))
    .filter((edge) => /^library\/src\/backends\/[^/]+\//.test(edge.target ?? ""))
    .map((edge) => `${edge.from}:${edge.line} imports ${edge.specifier}: a file of one backend`);
}

/** No file imports the index.ts of its own folder or of one above it, which would be a cycle of modules. */
export function ownIndex(sources: readonly Source[]): string[] {
  return edges(sources)
    .filter((edge) => edge.target !== undefined && isIndex(edge.target) && edge.kind !== "type")
    .filter((edge) => edge.from.startsWith(`${path.posix.dirname(edge.target ?? "")}/`))
    .map((edge) => `${edge.from}:${edge.line} imports ${edge.specifier}: the index.ts above it`);
}

/** No folder reaches itself through others; a folder and those inside it count as one way, since the outer lists them. */
export function folderCycles(sources: readonly Source[]): string[] {
  const graph = new Map<string, Set<string>>();
  for (const edge of edges(sources)) {
    if (edge.target === undefined) continue;
    const [from, to] = [path.posix.dirname(edge.from), path.posix.dirname(edge.target)];
    if (`${from}/`.startsWith(`${to}/`) || `${to}/`.startsWith(`${from}/`)) continue;
    graph.set(from, (graph.get(from) ?? new Set()).add(to));
  }
  return [...graph.keys()].flatMap((folder) => {
    const cycle = pathTo(folder, folder, graph);
    return cycle === undefined ? [] : [`cycle of folders: ${cycle.join(" -> ")}`];
  });
}

/** The shortest way of at least one step from a folder to another. */
function pathTo(start: string, goal: string, graph: ReadonlyMap<string, ReadonlySet<string>>): string[] | undefined {
  const queue: string[][] = [[start]];
  const seen = new Set<string>();
  for (let way = queue.shift(); way !== undefined; way = queue.shift()) {
    for (const next of graph.get(way.at(-1) ?? "") ?? []) {
      if (next === goal) return [...way, next];
      if (!seen.has(next)) queue.push([...way, next]);
      seen.add(next);
    }
  }
  return undefined;
}

/** The library imports no package but the bundled ones. */
export function packageImports(sources: readonly Source[]): string[] {
  return edges(sources)
    .filter((edge) => edge.target === undefined && !edge.specifier.startsWith("node:"))
    .filter((edge) => !bundledPackages.includes(edge.specifier))
    .map((edge) => `${edge.from}:${edge.line} imports the package ${edge.specifier}`);
}

/** Node's modules are imported only by files named node*.ts, and those only by dynamic import. */
export function nodeImports(sources: readonly Source[]): string[] {
  return edges(sources).flatMap((edge) => {
    if (isNodeFile(edge.from)) return [];
    const where = `${edge.from}:${edge.line} imports ${edge.specifier}`;
    if (edge.specifier.startsWith("node:")) return [`${where}: only files named node*.ts may`];
    const lazy = edge.kind !== "static" || edge.target === undefined || !isNodeFile(edge.target);
    return lazy ? [] : [`${where}: load it by dynamic import, so that the library bundles for browsers`];
  });
}

/** Users of the library (the command, the examples) import it by its name, never its files. */
export function deepImports(sources: readonly Source[]): string[] {
  return sources
    .filter((source) => /^(cli\/src|examples)\//.test(source.path))
    .flatMap((source) =>
      parse(source)
        .imports.filter((found) => found.target !== undefined && !found.target.startsWith(workspace(source.path)))
        .map((found) => `${source.path}:${found.line} imports ${found.specifier}: outside its workspace`),
    );
}

const workspace = (file: string): string => `${file.split("/")[0]}/`;
