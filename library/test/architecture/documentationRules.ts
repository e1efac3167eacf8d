// The rule that what the package offers is documented: every public name has a documentation comment.
import path from "node:path";
import ts from "typescript";
import type { Source } from "./sources.ts";

/** A name that a module exports: where it is declared, and whether a documentation comment stands before it. */
interface Exported {
  readonly name: string;
  readonly line: number;
  readonly documented: boolean;
}

/** Every name that library/src/index.ts exports, also through other files, is documented where it is declared. */
export function undocumentedNames(sources: readonly Source[]): string[] {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  return [...publicNames("library/src/index.ts", undefined, byPath)].flatMap(([file, names]) => {
    const source = byPath.get(file);
    const exported = source === undefined ? [] : exportedNames(source).filter(({ name }) => names.has(name));
    const documented = new Set(exported.filter((found) => found.documented).map((found) => found.name));
    return exported
      .filter(({ name }) => !documented.has(name))
      .map(({ name, line }) => `${file}:${line} ${name} has no documentation comment`);
  });
}

/** The names that a module exports, by the file that declares them; `wanted` limits them to some. */
function publicNames(
  file: string,
  wanted: ReadonlySet<string> | undefined,
  sources: ReadonlyMap<string, Source>,
  found = new Map<string, Set<string>>(),
): Map<string, Set<string>> {
  const source = sources.get(file);
  if (source === undefined) return found;
  for (const { name } of exportedNames(source)) {
    if (wanted === undefined || wanted.has(name)) found.set(file, (found.get(file) ?? new Set()).add(name));
  }
  for (const statement of syntaxTree(source).statements) {
    if (!ts.isExportDeclaration(statement) || statement.moduleSpecifier === undefined) continue;
    if (!ts.isStringLiteral(statement.moduleSpecifier)) continue;
    const target = path.posix.join(path.posix.dirname(file), statement.moduleSpecifier.text);
    const clause = statement.exportClause;
    const picked = clause !== undefined && ts.isNamedExports(clause) ? originalNames(clause, wanted) : wanted;
    publicNames(target, picked, sources, found);
  }
  return found;
}

function originalNames(clause: ts.NamedExports, wanted: ReadonlySet<string> | undefined): Set<string> {
  const picked = clause.elements.filter((element) => wanted === undefined || wanted.has(element.name.text));
  return new Set(picked.map((element) => (element.propertyName ?? element.name).text));
}

/** The names that a file itself declares and exports. */
function exportedNames(source: Source): Exported[] {
  const file = syntaxTree(source);
  return file.statements.flatMap((statement) => {
    if (!ts.canHaveModifiers(statement)) return [];
    if (ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) !== true) return [];
    const line = file.getLineAndCharacterOfPosition(statement.getStart(file)).line + 1;
    const documented = ts.getJSDocCommentsAndTags(statement).length > 0;
    return declaredNames(statement).map((name) => ({ name, line, documented }));
  });
}

function declaredNames(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.map((declaration) => declaration.name.getText());
  }
  const named =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement);
  return named && statement.name !== undefined ? [statement.name.text] : [];
}

const trees = new WeakMap<Source, ts.SourceFile>();

function syntaxTree(source: Source): ts.SourceFile {
  const tree = trees.get(source) ?? ts.createSourceFile(source.path, source.text, ts.ScriptTarget.ESNext, true);
  trees.set(source, tree);
  return tree;
}
