// Simplification: operations' own rules to a fixpoint, constant folding, common subexpressions, decomposition.
import { GraphError, reachable, sameShape, type Tensor } from "../tensor/index.ts";
import { foldConstants } from "./constantFolding.ts";
import type { PlanTarget } from "./plan.ts";
import { type Program, reachableNodes } from "./program.ts";
import { withInputs } from "./rewrite.ts";
import { StructuralKeys } from "./structuralKey.ts";

/** Rules that rewrite one node more often than this in a row are taken to go in circles, and are stopped. */
const longestRewriting = 64;

/** Simplifies nodes bottom-up; equal nodes become one object. */
class Simplifier {
  private readonly results = new Map<Tensor, Tensor>();
  private readonly equals = new Map<string, Tensor>();
  private readonly keys = new StructuralKeys();
  private readonly decomposes: (node: Tensor) => boolean;

  constructor(decomposes: (node: Tensor) => boolean) {
    this.decomposes = decomposes;
  }

  simplify(root: Tensor, depth = 0): Tensor {
    for (const node of this.pendingNodes(root)) this.results.set(node, this.visit(node, depth));
    return this.results.get(root) ?? root;
  }

  private pendingNodes(root: Tensor): Tensor[] {
    const isUnknown = (node: Tensor): boolean => !this.results.has(node);
    const pending = reachable([root].filter(isUnknown), ({ inputs }) => inputs.filter(isUnknown));
    return [...pending].sort((a, b) => a.id - b.id);
  }

  private visit(node: Tensor, depth: number): Tensor {
    if (node.operation.source === "input") return node;
    const rebuilt = withInputs(
      node,
      node.inputs.map((input) => this.results.get(input) ?? input),
    );
    const key = this.keys.of(rebuilt);
    const equal = this.equals.get(key);
    if (equal !== undefined) return equal;
    const result = this.rewrite(rebuilt, depth);
    this.equals.set(key, result);
    return result;
  }

  private rewrite(node: Tensor, depth: number): Tensor {
    if (depth >= longestRewriting) return node;
    const simpler = foldConstants(node) ?? node.operation.simplify?.(node) ?? this.decompose(node);
    if (simpler === undefined || simpler === node) return node;
    checkReplacement(node, simpler);
    return this.simplify(simpler, depth + 1);
  }

  private decompose(node: Tensor): Tensor | undefined {
    return this.decomposes(node) ? node.operation.decompose?.(node.inputs, node.attributes) : undefined;
  }
}

function checkReplacement(node: Tensor, simpler: Tensor): void {
  if (sameShape(node.shape, simpler.shape) && node.dtype === simpler.dtype) return;
  throw new GraphError(`${node.operation.name} was rewritten to a value of another kind`, {
    got: `${simpler.dtype} ${simpler.toString()}`,
    expected: `${node.dtype} ${node.toString()}`,
    fix: "Make the operation's simplify and decompose give the shape and dtype of its infer",
  });
}

/** Simplifies the graph of some values; composed operations stay whole. Inputs stay the same objects. */
export function simplify(roots: readonly Tensor[]): Tensor[] {
  const simplifier = new Simplifier(() => false);
  return roots.map((root) => simplifier.simplify(root));
}

/**
 * A program that computes the same with less: simplified, then everything that the target has no kernel for decomposed,
 * then simplified again. Rules see composed operations whole first: `log(softmax(x))` is recognised before softmax
 * falls apart.
 *
 * @throws {GraphError} when the target has no kernel for an operation that is written in no other ones.
 */
export function simplifyProgram(program: Program, target: PlanTarget): Program {
  const whole = mapProgram(program, new Simplifier(() => false));
  const decomposes = ({ operation }: Tensor) => operation.decompose !== undefined && !target.hasKernel(operation);
  return mapProgram(whole, new Simplifier(decomposes));
}

function mapProgram(program: Program, simplifier: Simplifier): Program {
  const outputs = new Map([...program.outputs].map(([name, node]) => [name, simplifier.simplify(node)]));
  const updates = program.updates.map(({ state, value }) => ({ state, value: simplifier.simplify(value) }));
  const roots = [...outputs.values(), ...updates.flatMap(({ state, value }) => [state, value])];
  // Inputs that are no longer needed stay bound: whoever runs the program need not know what became of them.
  return { inputs: program.inputs, outputs, updates, nodes: reachableNodes(roots) };
}
