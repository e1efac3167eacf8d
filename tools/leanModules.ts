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

/** The edits that lie in no other one, from the last to the first. */
function outermost(edits: readonly Edit[]): Edit[] {
  const cuts = edits.filter(({ from, to }) => to > from);
  const isInside = (edit: Edit): boolean =>
    cuts.some((cut) => cut !== edit && edit.from >= cut.from && edit.to <= cut.to);
  return edits.filter((edit) => !isInside(edit)).sort((a, b) => b.from - a.from);
}

/**
 * A module as it is published: calls that only make constants are marked, so that bundlers drop those that nobody uses,
 * and the properties named are left out.
 */
export function leanSource(code: string, properties: readonly string[] = []): string {
  const file = ts.createSourceFile("module.ts", code, ts.ScriptTarget.ESNext, true);
  const edits: Edit[] = [];
  for (const statement of file.statements) if (ts.isVariableStatement(statement)) markCalls(statement, file, edits);
  for (const name of properties) cutProperties(name, file, file, edits);
  return outermost(edits).reduce(
    (text, { from, to, text: instead }) => text.slice(0, from) + instead + text.slice(to),
    code,
  );
}

/** The properties that are left out of a module: samples of operations are for the tests alone, which read the sources. */
export function droppedProperties(file: string): readonly string[] {
  return /[\\/]src[\\/]ops[\\/]/.test(file) ? ["samples"] : [];
}

/**
 * What the build of `chainrule/slim` leaves out besides: the definitions of operations in float64, by which only the
 * reference backend computes. Elementwise ones are folded by their formulas.
 */
export function slimProperties(file: string): readonly string[] {
  return /[\\/]src[\\/]ops[\\/]/.test(file) ? ["samples", "reference"] : [];
}

/** The plugin of the build. */
export function leanModules(properties: typeof droppedProperties = droppedProperties): Rolldown.Plugin {
  return {
    name: "lean-modules",
    transform: {
      filter: { id: /[\\/]library[\\/]src[\\/].*\.ts$/ },
      handler: (code, id) => ({ code: leanSource(code, properties(id)), map: null }),
    },
  };
}
