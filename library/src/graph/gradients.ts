// Reverse-mode differentiation: a graph's derivatives as a graph again, so to any order.
import { add, broadcastTo, constant, input, sumTo } from "../ops/index.ts";
import { formatShape, GraphError, type Operation, sameShape, Tensor } from "../tensor/index.ts";
import { reachableNodes } from "./program.ts";
import { rewriteGraph } from "./rewrite.ts";
import { simplify } from "./simplify.ts";

/** Options of {@link gradients}. */
export interface GradientOptions {
  /** The derivative of what is wanted with respect to `of`, of the same shape. Needed where `of` is no scalar; 1 by default. */
  readonly upstream?: Tensor;
}

/**
 * The derivatives of a scalar with respect to tensors of its graph, each of the shape of its tensor; zeros where the
 * scalar does not depend on it.
 *
 * The graph is brought into its numerically stable form first, so `log(softmax(z))` is differentiated as
 * `logSoftmax(z)`. Tensors that are differentiated by are never rewritten, whether inputs or values in between; a value
 * in between is treated as a variable of its own.
 *
 * @param of a float scalar, or any float tensor when `upstream` is given.
 * @param wrt the tensors to differentiate by.
 * @throws {GraphError} when `of` is not a float scalar, or `upstream` or a tensor of `wrt` does not fit.
 * @example
 * ```ts
 * import { gradients, NdArray, ops, run } from "chainrule";
 * const x = ops.input("x", [3]);
 * const [dx] = gradients(ops.sum(ops.multiply(x, x)), [x]);
 * const { twice } = await run({ twice: dx ?? x }, { x: new NdArray(new Float32Array([1, 2, 3]), [3]) });
 * console.log(twice.toNested()); // [2, 4, 6]
 * ```
 */
export function gradients(of: Tensor, wrt: readonly Tensor[], { upstream }: GradientOptions = {}): Tensor[] {
  check(of, wrt, upstream);
  const { root, leaves, restore } = stableForm(of, wrt);
  const adjoints = propagate(root, upstream ?? constant(1), new Set(leaves));
  const found = leaves.map((leaf, position) => adjoints.get(leaf) ?? zeros(wrt[position] ?? leaf));
  const restored = restore(found);
  return found.map((gradient) => restored.get(gradient) ?? gradient);
}

function zeros({ shape }: Tensor): Tensor {
  return constant(0, { shape });
}

function check(of: Tensor, wrt: readonly Tensor[], upstream: Tensor | undefined): void {
  if (of.dtype !== "float" || (upstream === undefined && of.shape.length > 0)) {
    throw new GraphError("only a float scalar has gradients", {
      got: `${of.dtype} ${of.toString()}`,
      fix: "Differentiate its sum or mean, or pass the option upstream",
    });
  }
  if (upstream !== undefined && !(sameShape(upstream.shape, of.shape) && upstream.dtype === "float")) {
    throw new GraphError("upstream does not fit what is differentiated", {
      got: `${upstream.dtype} ${formatShape(upstream.shape)}`,
      expected: `float ${formatShape(of.shape)}`,
    });
  }
  for (const tensor of wrt) {
    if (tensor.dtype === "float") continue;
    throw new GraphError("only floats can be differentiated by", { got: `${tensor.dtype} ${tensor.toString()}` });
  }
}

/**
 * Stands for a value in between that is differentiated by: rules cannot look through it, and its second operand, an
 * input that nobody binds, keeps it apart from every other node. It is gone before the result is handed out.
 */
const variableOperation: Operation = {
  name: "variable",
  operands: ["x", "marker"],
  notation: { text: "{x}" },
  infer: ([x]) => ({ shape: x?.shape ?? [], dtype: x?.dtype ?? "float" }),
  reference: ([x]) => {
    if (x === undefined) throw new GraphError("a variable has no value");
    return x;
  },
  vjp: { x: (g) => g },
  samples: () => [],
};

interface StableForm {
  readonly root: Tensor;
  /** What stands for each tensor of `wrt`. */
  readonly leaves: readonly Tensor[];
  /** Puts the tensors of `wrt` back where variables stand for them. */
  restore(roots: readonly Tensor[]): Map<Tensor, Tensor>;
}

function stableForm(of: Tensor, wrt: readonly Tensor[]): StableForm {
  const markers = new Map<Tensor, Tensor>();
  for (const tensor of wrt) {
    if (tensor.operation.source !== "input") markers.set(tensor, input("variable", []));
  }
  const marked = rewriteGraph([of], (rebuilt, original) => {
    const marker = markers.get(original);
    return marker === undefined ? rebuilt : new Tensor(variableOperation, [rebuilt, marker], {});
  });
  const [root = of] = simplify([marked.get(of) ?? of]);
  const variables = new Map(
    reachableNodes([root]).flatMap((node) => (node.operation === variableOperation ? [[node.input(1), node]] : [])),
  );
  const originals = new Map([...markers].map(([tensor, marker]) => [marker, tensor]));
  const leaves = wrt.map((tensor) => variables.get(markers.get(tensor) ?? tensor) ?? tensor);
  const original = (node: Tensor) => (node.operation === variableOperation ? originals.get(node.input(1)) : undefined);
  return { root, leaves, restore: (roots) => rewriteGraph(roots, (rebuilt, node) => original(node) ?? rebuilt) };
}

/** The derivative of the root with respect to every node on the way from the leaves to it. */
function propagate(root: Tensor, upstream: Tensor, leaves: ReadonlySet<Tensor>): Map<Tensor, Tensor> {
  const nodes = reachableNodes([root]);
  const onTheWay = new Set<Tensor>();
  for (const node of nodes) {
    if (leaves.has(node) || node.inputs.some((operand) => onTheWay.has(operand))) onTheWay.add(node);
  }
  const adjoints = new Map<Tensor, Tensor>();
  if (onTheWay.has(root)) adjoints.set(root, upstream);
  for (const node of nodes.reverse()) {
    const g = adjoints.get(node);
    if (g === undefined) continue;
    const needed = node.inputs.map((operand) => onTheWay.has(operand) && operand.dtype === "float");
    node.inputs.forEach((operand, position) => {
      if (needed[position] !== true) return;
      const contribution = contributionTo(node, position, g, needed);
      if (contribution === undefined) return;
      const others = adjoints.get(operand);
      adjoints.set(operand, others === undefined ? contribution : add(others, contribution));
    });
  }
  return adjoints;
}

/** What one use of an operand adds to its derivative; undefined where the operation has no derivative by it. */
function contributionTo(node: Tensor, position: number, g: Tensor, needed: readonly boolean[]): Tensor | undefined {
  const { operation, attributes } = node;
  const operand = node.input(position);
  const name = operation.operands[Math.min(position, operation.operands.length - 1)] ?? "";
  const inputs = Object.fromEntries(operation.operands.map((own, at) => [own, node.input(at)]));
  const inside = (of: Tensor, wrt: readonly Tensor[]) => simplify(gradients(of, wrt));
  const context = { output: node, attributes, position, needed, gradients: inside };
  const contribution = operation.vjp[name]?.(g, inputs, context);
  if (contribution === undefined) return undefined;
  const fitting = operation.scalar === undefined ? contribution : undoBroadcast(contribution, node, operand);
  if (sameShape(fitting.shape, operand.shape)) return fitting;
  throw new GraphError(`the derivative of ${operation.name} by ${name} has another shape than ${name}`, {
    got: formatShape(fitting.shape),
    expected: formatShape(operand.shape),
  });
}

/** An operand that was repeated counts once for each repetition. */
function undoBroadcast(contribution: Tensor, { shape }: Tensor, operand: Tensor): Tensor {
  return sumTo(sameShape(contribution.shape, shape) ? contribution : broadcastTo(contribution, shape), operand.shape);
}
