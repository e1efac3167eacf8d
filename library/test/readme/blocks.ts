// The code in documents: fenced blocks of markdown, and those in the documentation comments of the sources.
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { listFiles, root } from "../../../tools/listFiles.ts";

/** One fenced block of code. */
export interface Block {
  /** Where it stands, as file:line. */
  readonly where: string;
  readonly language: string;
  readonly code: string;
}

/** The fenced blocks of a markdown text, in order. */
export function codeBlocks(text: string, file: string): Block[] {
  return [...text.matchAll(/^([ \t]*)```(\w+)[^\n]*\n([\s\S]*?)^[ \t]*```[ \t]*$/gm)].map((match) => {
    const line = text.slice(0, match.index).split("\n").length;
    const code = (match[3] ?? "").replace(new RegExp(`^${match[1]}`, "gm"), "");
    return { where: `${file}:${line}`, language: match[2] ?? "", code };
  });
}

/** The fenced blocks in the documentation comments of a source. */
export function commentBlocks(text: string, file: string): Block[] {
  return [...text.matchAll(/\/\*\*[\s\S]*?\*\//g)].flatMap((match) => {
    const lines = text.slice(0, match.index).split("\n").length - 1;
    const prose = match[0].replace(/^[ \t]*(\/\*\*|\*(?!\/)) ?/gm, "").replace(/\*\/$/, "");
    return codeBlocks(`${"\n".repeat(lines)}${prose}`, file);
  });
}

/** The commands `npx chainrule ...` of a shell block: prompts and comments taken off, continued lines joined. */
export function chainruleCommands(block: Block): string[] {
  return block.code
    .replace(/\s*\\\n\s*/g, " ")
    .split("\n")
    .map((line) => line.trim().replace(/^\$ /, ""))
    .filter((line) => line.startsWith("npx chainrule"));
}

/** The files that a document asks for with `<!-- with PATH -->`, from the repository's root, where its commands run. */
export function wantedFiles(text: string): string[] {
  return [...text.matchAll(/<!-- with (\S+) -->/g)].map((match) => match[1] ?? "");
}

const read = (file: string): string => readFileSync(path.join(root, file), "utf8");

/** The documents whose code is run: README.md and the pages of docs. */
export function documents(): { readonly file: string; readonly text: string }[] {
  const pages = listFiles().filter((file) => /^docs\/[^/]+\.md$/.test(file));
  return ["README.md", ...pages].map((file) => ({ file, text: read(file) }));
}

/** The TypeScript blocks in the documentation comments of the library. */
export function documentedExamples(): Block[] {
  const sources = listFiles("library/src").filter((file) => file.endsWith(".ts"));
  return sources.flatMap((file) => commentBlocks(read(file), file)).filter((block) => block.language === "ts");
}

/** Makes an empty folder for a test inside the repository, where the workspaces' packages are found by name. */
export function makeWorkFolder(name: string): { readonly folder: string; remove(): void } {
  const parent = path.join(root, ".tmp");
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(path.join(parent, `${name}-`));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
