// A tiny interpreter of graphs for the tests of operations: each node's reference, operands first.
import { referenceValue } from "../../src/ops/index.ts";
import { GraphError, type NdArray, type Sample, type Tensor } from "../../src/tensor/index.ts";

export type Feeds = Readonly<Record<string, NdArray>>;

/** Values of nodes when inputs have the values given by name. */
export function interpret(roots: readonly Tensor[], feeds: Feeds): NdArray[] {
  const values = new Map<Tensor, NdArray>();
  const visit = (node: Tensor): NdArray => {
    const known = values.get(node);
    if (known !== undefined) return known;
    const value = feeds[String(node.attributes.name)] ?? compute(node);
    values.set(node, value);
    return value;
  };
  const compute = (node: Tensor): NdArray =>
    referenceValue(node.operation, node.inputs.map(visit), node, node.attributes);
  return roots.map(visit);
}

/** The value of one node. */
export function evaluate(root: Tensor, feeds: Feeds = {}): NdArray {
  const [value] = interpret([root], feeds);
  if (value === undefined) throw new GraphError("nothing was computed");
  return value;
}

/** The inputs of a sample under the names that `sampleInputs` gives them. */
export function sampleFeeds({ inputs }: Sample): Record<string, NdArray> {
  return Object.fromEntries(inputs.map((array, position) => [`x${position}`, array]));
}
