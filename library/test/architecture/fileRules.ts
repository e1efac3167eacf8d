// Rules on single files: sizes, head comments, names, default exports, paths that leave the repository.
import path from "node:path";
import type { Source } from "./sources.ts";
import { parse } from "./syntax.ts";

const isTest = (file: string): boolean => file.includes("/test/");

/** Files have at most 400 lines, tests at most 600. */
export function fileLengths(sources: readonly Source[]): string[] {
  return sources.flatMap(({ path: file, text }) => {
    const lines = text.trimEnd().split("\n").length;
    const limit = isTest(file) ? 600 : 400;
    return lines > limit ? [`${file}: ${lines} lines, at most ${limit}`] : [];
  });
}

/** Functions have at most 60 lines. */
export function functionLengths(sources: readonly Source[]): string[] {
  return sources.flatMap((source) =>
    parse(source)
      .functions.filter((found) => found.lines > 60)
      .map((found) => `${source.path}:${found.line} ${found.name}: ${found.lines} lines, at most 60`),
  );
}

/** Every file begins with a comment that says what it holds. */
export function headComments(sources: readonly Source[]): string[] {
  return sources
    .filter(({ text }) => !/^(#!.*\n)?(\/\/|\/\*)/.test(text))
    .map((source) => `${source.path}: begins without a comment that says what it holds`);
}

/** No file or folder has a name that says nothing. */
export function emptyNames(sources: readonly Source[]): string[] {
  return sources
    .filter((source) => /(^|\/)(utils?|helpers?|core|misc|common|managers?)(\.|\/)/i.test(source.path))
    .map((source) => `${source.path}: the name says nothing of what it holds`);
}

/** Exports are named; only a tool's configuration and declarations of others' code have a default one. */
export function defaultExports(sources: readonly Source[]): string[] {
  return sources
    .filter((source) => !/\.(config|d)\.ts$/.test(source.path))
    .flatMap((source) => parse(source).defaultExports.map((line) => `${source.path}:${line} has a default export`));
}

/** No string names a place outside the repository: neither an absolute path of one machine nor a way out upwards. */
export function outsidePaths(sources: readonly Source[], files: readonly string[]): string[] {
  const known = new Set(files.flatMap(withParents));
  return sources.flatMap((source) => [...absolutePaths(source), ...waysOut(source, known)]);
}

function absolutePaths(source: Source): string[] {
  return source.text.split("\n").flatMap((line, index) => {
    const found = /(?<![\w.:/-])\/(home|Users|root|tmp|mnt|work|workspace)\//.exec(line);
    return found === null ? [] : [`${source.path}:${index + 1} names ${found[0]}`];
  });
}

/** A string that climbs stays, from its own file, in the repository; in library and cli it names what is there. */
function waysOut(source: Source, known: ReadonlySet<string>): string[] {
  const strict = /^(library|cli)\//.test(source.path);
  return parse(source)
    .literals.filter(({ value }) => /^\.\.(\/[\w.@-]+)*\/?$/.test(value) && !/\/(dist|\.tmp)(\/|$)/.test(value))
    .filter(({ value }) => {
      const target = path.posix.join(path.posix.dirname(source.path), value).replace(/\/$/, "");
      return strict ? !known.has(target) : target.startsWith("..");
    })
    .map(({ value, line }) => `${source.path}:${line} names ${value}, which is not in the repository`);
}

function withParents(file: string): string[] {
  const parts = file.split("/");
  return [".", ...parts.map((_, index) => parts.slice(0, index + 1).join("/"))];
}
