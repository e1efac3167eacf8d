// scalarNodes: what a formula is made of.
import type { ScalarNode } from "../../tensor/index.ts";

/** The nodes that `root` needs, each once and after its inputs. */
export function scalarNodes(root: ScalarNode): ScalarNode[] {
  const order = new Set<ScalarNode>();
  const visit = (node: ScalarNode): void => {
    if (order.has(node)) return;
    for (const input of node.inputs) visit(input);
    order.add(node);
  };
  visit(root);
  return [...order];
}
