// scalarNodes: what a formula is made of.
import { inOrder, type ScalarNode } from "../../tensor/index.ts";

/** The nodes that `root` needs, each once and after its inputs. */
export function scalarNodes(root: ScalarNode): ScalarNode[] {
  return inOrder([root], ({ inputs }) => inputs);
}
