// Names that only the library itself uses, made short: bundlers shorten the names of variables, but of nothing else.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Rolldown } from "tsdown";
import ts from "typescript";
import { listFiles, root } from "./listFiles.ts";

/** Folders whose objects stay inside the library, but for what its types make public. Nothing of them is ever saved. */
const inside = /^library\/src\/(backends|graph|ops|tensor)\//;

function parse(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(path.resolve(root, file), "utf8"), ts.ScriptTarget.ESNext, true);
}

function forEachNode(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => forEachNode(child, visit));
}

function isPrivate(node: ts.Node): boolean {
  const modifiers = ts.canHaveModifiers(node) ? (ts.getModifiers(node) ?? []) : [];
  return modifiers.some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword);
}

/** Adds the names of members that a file declares: of classes, types and object literals. */
function addMembers(names: Set<string>, file: ts.SourceFile, isWanted: (node: ts.Node) => boolean): void {
  forEachNode(file, (node) => {
    const isMember = ts.isClassElement(node) || ts.isTypeElement(node) || ts.isObjectLiteralElementLike(node);
    if (isMember && node.name !== undefined && ts.isIdentifier(node.name) && isWanted(node)) names.add(node.name.text);
  });
}

/** The name of the member that an expression or a pattern takes from an object. */
function usedMember(node: ts.Node): string | undefined {
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  const name = ts.isBindingElement(node) ? (node.propertyName ?? node.name) : undefined;
  return name !== undefined && ts.isIdentifier(name) ? name.text : undefined;
}

/** The library's names, by what they are. */
interface Names {
  /** Members that private parts or the inside declare. */
  readonly own: Set<string>;
  /** Members that anything else declares: the public types, the rest of the library, other packages, the platform. */
  readonly shared: Set<string>;
  /** Texts, by which members may be asked for. */
  readonly texts: Set<string>;
  /** How often the sources ask for a member of each name. */
  readonly uses: Map<string, number>;
}

/** The member that a name stands for in an expression, a pattern or an object literal; undefined if that is unknown. */
function memberAt(node: ts.Node, name: string, checker: ts.TypeChecker): ts.Symbol | undefined {
  if (ts.isPropertyAccessExpression(node)) return checker.getSymbolAtLocation(node.name);
  const type = ts.isBindingElement(node)
    ? checker.getTypeAtLocation(node.parent)
    : ts.isObjectLiteralExpression(node.parent) && checker.getContextualType(node.parent);
  return type ? checker.getNonNullableType(type).getProperty(name) : undefined;
}

/** Whether what is asked for is no member of an object, but something that a module exports: `simd.f32x4Add`. */
function isExport({ flags }: ts.Symbol): boolean {
  return (flags & (ts.SymbolFlags.Variable | ts.SymbolFlags.Function | ts.SymbolFlags.Class)) !== 0;
}

function addNames(names: Names, file: ts.SourceFile, checker: ts.TypeChecker): void {
  const isOwn = (node: ts.Node): boolean => inside.test(path.relative(root, file.fileName)) || isPrivate(node);
  addMembers(names.own, file, isOwn);
  addMembers(names.shared, file, (node) => !isOwn(node));
  const isForeign = (symbol: ts.Symbol | undefined): boolean =>
    symbol?.declarations?.some((declaration) => !isSource(declaration.getSourceFile().fileName)) ?? false;
  forEachNode(file, (node) => {
    if (ts.isStringLiteralLike(node)) names.texts.add(node.text);
    const used = usedMember(node);
    if (used !== undefined) {
      names.uses.set(used, (names.uses.get(used) ?? 0) + 1);
      const member = memberAt(node, used, checker);
      if (member === undefined || isForeign(member) || isExport(member)) names.shared.add(used);
    }
    const given = ts.isObjectLiteralElementLike(node) ? node.name?.getText(file) : undefined;
    if (given !== undefined && isForeign(memberAt(node, given, checker))) names.shared.add(given);
  });
}

const isSource = (file: string): boolean => path.relative(root, file).startsWith(path.join("library", "src"));

function collectNames(declarations: string): Names {
  const names: Names = { own: new Set(), shared: new Set(), texts: new Set(), uses: new Map() };
  const { config } = ts.readConfigFile(path.join(root, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [] }, ts.sys, root);
  const files = listFiles("library/src").filter((name) => name.endsWith(".ts"));
  const program = ts.createProgram(
    files.map((file) => path.join(root, file)),
    { ...options, incremental: false },
  );
  for (const file of program.getSourceFiles()) {
    if (isSource(file.fileName)) addNames(names, file, program.getTypeChecker());
  }
  const folder = path.resolve(root, declarations);
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".d.ts"))) {
    addMembers(names.shared, parse(path.join(folder, file)), (node) => !isPrivate(node));
  }
  return names;
}

const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/**
 * Short names for the members that only the library itself uses.
 *
 * @param declarations the folder of the built package's types: what they name is public.
 */
export function shortNamesFor(declarations: string): ReadonlyMap<string, string> {
  const { own, shared, texts, uses } = collectNames(declarations);
  const pairs = [...letters].flatMap((first) => [...letters].map((second) => first + second));
  const isKnown = (name: string): boolean => own.has(name) || shared.has(name) || uses.has(name) || texts.has(name);
  const free = [...letters, ...pairs].filter((name) => !isKnown(name));
  const long = [...own].filter((name) => name.length > 2 && !shared.has(name) && !texts.has(name));
  const frequency = (name: string): number => uses.get(name) ?? 0;
  long.sort((a, b) => frequency(b) - frequency(a) || (a < b ? -1 : 1));
  return new Map(long.slice(0, free.length).map((name, index) => [name, free[index] ?? name]));
}

/** Where a name stands for a member at run time, and what is written there instead. */
function renamed(node: ts.Node, names: ReadonlyMap<string, string>): { name: ts.Identifier; text: string } | undefined {
  const short = (name: ts.Node | undefined, text = (member: string): string => member) => {
    if (name === undefined || !ts.isIdentifier(name)) return undefined;
    const member = names.get(name.text);
    return member === undefined ? undefined : { name, text: text(member) };
  };
  if (ts.isPropertyAccessExpression(node)) return short(node.name);
  if (ts.isShorthandPropertyAssignment(node)) return short(node.name, (member) => `${member}: ${node.name.text}`);
  if (ts.isClassElement(node) || ts.isObjectLiteralElementLike(node)) return short(node.name);
  if (!ts.isBindingElement(node) || !ts.isObjectBindingPattern(node.parent) || node.dotDotDotToken) return undefined;
  if (node.propertyName !== undefined) return short(node.propertyName);
  return short(node.name, (member) => `${member}: ${node.name.getText()}`);
}

/** A module with other names for its members. Lines stay where they are. */
export function renameMembers(code: string, names: ReadonlyMap<string, string>): string {
  const file = ts.createSourceFile("module.ts", code, ts.ScriptTarget.ESNext, true);
  const edits: { readonly name: ts.Identifier; readonly text: string }[] = [];
  forEachNode(file, (node) => {
    const edit = renamed(node, names);
    if (edit !== undefined) edits.push(edit);
  });
  edits.sort((a, b) => b.name.end - a.name.end);
  return edits.reduce(
    (text, edit) => text.slice(0, edit.name.getStart(file)) + edit.text + text.slice(edit.name.end),
    code,
  );
}

/** The plugin of the build. */
export function shortNames(declarations: string): Rolldown.Plugin {
  const names = shortNamesFor(declarations);
  return {
    name: "short-names",
    transform: {
      filter: { id: /[\\/]library[\\/]src[\\/].*\.ts$/ },
      handler: (code) => ({ code: renameMembers(code, names), map: null }),
    },
  };
}
