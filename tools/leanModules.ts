// What the build leaves out of the library's modules, so that a page's bundle holds only what the page uses.
import type { Rolldown } from "tsdown";
import ts from "typescript";

/** A piece of source text and what stands in its place. */
interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

const pure = "/* @__PURE__ */ ";

/** Whether bundlers see for themselves that this has no effect, apart from the calls in it. */
function isPlain(node: ts.Node): boolean {
  if (ts.isFunctionLike(node) || ts.isClassLike(node) || ts.isTypeNode(node) || ts.isToken(node)) return true;
  if (ts.isPropertyAccessExpression(node)) return ts.isCallExpression(node.parent) && isPlain(node.expression);
  const isKnown =
    ts.isLiteralExpression(node) ||
    ts.isArrayLiteralExpression(node) ||
    ts.isObjectLiteralExpression(node) ||
    ts.isPropertyAssignment(node) ||
    ts.isShorthandPropertyAssignment(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isComputedPropertyName(node) ||
    ts.isCallExpression(node) ||
    ts.isNewExpression(node) ||
    ts.isPrefixUnaryExpression(node) ||
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node);
  return isKnown && (ts.forEachChild(node, (child) => (isPlain(child) ? undefined : "no")) ?? "yes") === "yes";
}

/** Marks the calls that run when a module is loaded, to make its constants. Its modules have no other effects. */
function markCalls(node: ts.Node, file: ts.SourceFile, edits: Edit[]): void {
  if (ts.isFunctionLike(node) || ts.isClassLike(node) || ts.isTypeNode(node)) return;
  const value = ts.isVariableDeclaration(node) ? node.initializer : undefined;
  if (value !== undefined && !isPlain(value) && !ts.isBinaryExpression(value)) {
    const [from, to] = [value.getStart(file), value.end];
    edits.push({ from, to: from, text: `${pure}((_: unknown) => (` }, { from: to, to, text: "))(0)" });
    return;
  }
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
    const from = node.getStart(file);
    if (!edits.some((edit) => edit.from === from)) edits.push({ from, to: from, text: pure });
  }
  ts.forEachChild(node, (child) => markCalls(child, file, edits));
}

/** Properties of this name in objects, with the comma behind. Lines stay where they are, for the source map. */
function cutProperties(name: string, node: ts.Node, file: ts.SourceFile, edits: Edit[]): void {
  if (ts.isObjectLiteralElementLike(node) && node.name !== undefined && node.name.getText(file) === name) {
    const from = node.getStart(file);
    const to = file.text[node.end] === "," ? node.end + 1 : node.end;
    edits.push({ from, to, text: file.text.slice(from, to).replace(/[^\n]/g, "") });
    return;
  }
  ts.forEachChild(node, (child) => cutProperties(name, child, file, edits));
}

/** The place of the parameter `description`, by the names of the functions that have one. */
export type DescribedFunctions = ReadonlyMap<string, number>;

/** The name of what a function is declared as: by itself, as a constant, or as a method. */
function declaredName(node: ts.SignatureDeclaration): string | undefined {
  const named = ts.isVariableDeclaration(node.parent) ? node.parent.name : node.name;
  return named !== undefined && ts.isIdentifier(named) ? named.text : undefined;
}

/** The functions of some modules that take a description, which only help texts and forms show. */
export function describedFunctions(modules: Iterable<string>): DescribedFunctions {
  const found = new Map<string, number>();
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) {
      const position = node.parameters.findIndex(({ name }) => ts.isIdentifier(name) && name.text === "description");
      const name = declaredName(node);
      if (position >= 0 && name !== undefined) found.set(name, position);
    }
    ts.forEachChild(node, visit);
  };
  for (const code of modules) visit(ts.createSourceFile("module.ts", code, ts.ScriptTarget.ESNext, true));
  return found;
}

/** Texts given as descriptions, in calls, by default or as properties, become empty ones. */
function cutDescriptions(described: DescribedFunctions, node: ts.Node, file: ts.SourceFile, edits: Edit[]): void {
  const cut = (text: ts.Node | undefined): void => {
    if (text === undefined || !(ts.isStringLiteral(text) || ts.isTemplateLiteral(text))) return;
    const newlines = text.getText(file).replace(/[^\n]/g, "");
    edits.push({ from: text.getStart(file), to: text.end, text: newlines === "" ? '""' : `""${newlines}` });
  };
  if (ts.isCallExpression(node)) {
    const callee = ts.isPropertyAccessExpression(node.expression) ? node.expression.name : node.expression;
    const position = ts.isIdentifier(callee) ? described.get(callee.text) : undefined;
    if (position !== undefined) cut(node.arguments[position]);
  }
  const holds = ts.isParameter(node) || ts.isPropertyAssignment(node);
  if (holds && node.name.getText(file) === "description") cut(node.initializer);
  ts.forEachChild(node, (child) => cutDescriptions(described, child, file, edits));
}

/** The edits that lie in no other one, from the last to the first. */
function outermost(edits: readonly Edit[]): Edit[] {
  const cuts = edits.filter(({ from, to }) => to > from);
  const isInside = (edit: Edit): boolean =>
    cuts.some((cut) => cut !== edit && edit.from >= cut.from && edit.to <= cut.to);
  return edits.filter((edit) => !isInside(edit)).sort((a, b) => b.from - a.from);
}

/** What is left out of a module. */
export interface Omissions {
  /** Properties of objects. */
  readonly properties: readonly string[];
  /** Whose descriptions; none by default. */
  readonly described?: DescribedFunctions;
}

/**
 * A module as it is published: calls that only make constants are marked, so that bundlers drop those that nobody uses,
 * and some things are left out.
 */
export function leanSource(code: string, { properties, described }: Omissions = { properties: [] }): string {
  const file = ts.createSourceFile("module.ts", code, ts.ScriptTarget.ESNext, true);
  const edits: Edit[] = [];
  for (const statement of file.statements) if (ts.isVariableStatement(statement)) markCalls(statement, file, edits);
  for (const name of properties) cutProperties(name, file, file, edits);
  if (described !== undefined) cutDescriptions(described, file, file, edits);
  return outermost(edits).reduce(
    (text, { from, to, text: instead }) => text.slice(0, from) + instead + text.slice(to),
    code,
  );
}

const isOperation = (file: string): boolean => /[\\/]src[\\/]ops[\\/]/.test(file);

/** Samples of operations are for the tests alone, which read the sources. */
export function omissions(file: string): Omissions {
  return { properties: isOperation(file) ? ["samples"] : [] };
}

/**
 * What else `chainrule/slim` does without. By their definitions in float64 only the reference backend computes
 * (elementwise operations are folded by their formulas); by their notations graphs are printed as people write them.
 */
export function slimOmissions(file: string): Omissions {
  return { properties: isOperation(file) ? ["samples", "reference", "notation"] : [] };
}

/** That, and the texts that describe components and their options in help texts and forms. */
export function undescribed(described: DescribedFunctions): typeof omissions {
  const isDescribed = (file: string): boolean => /[\\/]src[\\/](nn|training)[\\/]/.test(file);
  return (file) => (isDescribed(file) ? { ...slimOmissions(file), described } : slimOmissions(file));
}

/** The plugin of the build. */
export function leanModules(left: typeof omissions = omissions): Rolldown.Plugin {
  return {
    name: "lean-modules",
    transform: {
      filter: { id: /[\\/]library[\\/]src[\\/].*\.ts$/ },
      handler: (code, id) => ({ code: leanSource(code, left(id)), map: null }),
    },
  };
}
