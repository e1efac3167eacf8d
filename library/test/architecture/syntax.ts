// What the architecture rules need to know of a module's syntax: imports, functions, default exports, strings.
import path from "node:path";
import ts from "typescript";
import type { Source } from "./sources.ts";

/** One import or re-export of a module. */
export interface Import {
  readonly specifier: string;
  /** The imported file from the repository's root for a relative specifier, else undefined. */
  readonly target: string | undefined;
  readonly kind: "static" | "type" | "dynamic";
  readonly line: number;
}

/** One function, method or accessor with a body. */
export interface FunctionSpan {
  readonly name: string;
  readonly line: number;
  readonly lines: number;
}

/** One string or template literal. */
export interface Literal {
  readonly value: string;
  readonly line: number;
}

/** The parts of a module that the rules look at. */
export interface Syntax {
  readonly imports: readonly Import[];
  readonly functions: readonly FunctionSpan[];
  readonly literals: readonly Literal[];
  readonly defaultExports: readonly number[];
}

const parsed = new WeakMap<Source, Syntax>();

/** Parses one module, once; the types are not resolved. */
export function parse(source: Source): Syntax {
  const syntax = parsed.get(source) ?? collect(source);
  parsed.set(source, syntax);
  return syntax;
}

function collect(source: Source): Syntax {
  const file = ts.createSourceFile(source.path, source.text, ts.ScriptTarget.ESNext, true);
  const syntax: Collected = { imports: [], functions: [], literals: [], defaultExports: [] };
  const visit = (node: ts.Node): void => {
    const line = file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;
    collectImport(node, line, source.path, syntax);
    collectFunction(node, line, file, syntax);
    if (ts.isStringLiteral(node) || ts.isTemplateHead(node) || ts.isNoSubstitutionTemplateLiteral(node)) {
      syntax.literals.push({ value: node.text, line });
    }
    if (isDefaultExport(node)) syntax.defaultExports.push(line);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return syntax;
}

interface Collected {
  imports: Import[];
  functions: FunctionSpan[];
  literals: Literal[];
  defaultExports: number[];
}

function collectImport(node: ts.Node, line: number, from: string, syntax: Collected): void {
  const add = (specifier: string, kind: Import["kind"]): void => {
    const target = specifier.startsWith(".") ? path.posix.join(path.posix.dirname(from), specifier) : undefined;
    syntax.imports.push({ specifier, target, kind, line });
  };
  if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier !== undefined) {
    if (ts.isStringLiteral(node.moduleSpecifier)) add(node.moduleSpecifier.text, importKind(node));
  } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    const argument = node.arguments[0];
    if (argument !== undefined && ts.isStringLiteralLike(argument)) add(argument.text, "dynamic");
  } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
    if (ts.isStringLiteral(node.argument.literal)) add(node.argument.literal.text, "type");
  }
}

function importKind(node: ts.ImportDeclaration | ts.ExportDeclaration): "static" | "type" {
  const typeOnly = ts.isExportDeclaration(node)
    ? node.isTypeOnly
    : node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
  return typeOnly ? "type" : "static";
}

function collectFunction(node: ts.Node, line: number, file: ts.SourceFile, syntax: Collected): void {
  if (!ts.isFunctionLike(node) || !("body" in node) || node.body === undefined || isSuite(node)) return;
  const end = file.getLineAndCharacterOfPosition(node.getEnd()).line + 1;
  syntax.functions.push({ name: functionName(node), line, lines: end - line + 1 });
}

function functionName(node: ts.SignatureDeclaration): string {
  if (node.name !== undefined) return node.name.getText();
  if (ts.isConstructorDeclaration(node)) return "constructor";
  const holder = node.parent;
  const named = ts.isVariableDeclaration(holder) || ts.isPropertyAssignment(holder);
  return named ? holder.name.getText() : "(function)";
}

/** A suite of tests, describe(...), is a list of functions and not itself one. */
function isSuite(node: ts.Node): boolean {
  return ts.isCallExpression(node.parent) && /^describe\b/.test(node.parent.expression.getText());
}

function isDefaultExport(node: ts.Node): boolean {
  if (ts.isExportAssignment(node)) return true;
  if (ts.isExportSpecifier(node)) return node.name.text === "default";
  return (
    (ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node)) &&
    node.modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.DefaultKeyword) === true
  );
}
