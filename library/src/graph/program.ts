// A program: what is to be computed together, and which states it replaces.
import { GraphError, reachable, type Tensor } from "../tensor/index.ts";

/** After a run, the storage bound to the input `state` holds `value`. */
export interface Update {
  readonly state: Tensor;
  readonly value: Tensor;
}

/** Named outputs and updates over named inputs, with every node that they need in topological order. */
export interface Program {
  readonly inputs: ReadonlyMap<string, Tensor>;
  readonly outputs: ReadonlyMap<string, Tensor>;
  readonly updates: readonly Update[];
  readonly nodes: readonly Tensor[];
}

export interface ProgramDefinition {
  readonly outputs?: Readonly<Record<string, Tensor>>;
  readonly updates?: readonly Update[];
}

/** Every node that the roots need, operands before what uses them. Nodes that nothing needs are left out. */
export function reachableNodes(roots: readonly Tensor[]): Tensor[] {
  return [...reachable(roots, ({ inputs }) => inputs)].sort((a, b) => a.id - b.id);
}

/** The name under which an input is bound. @throws {GraphError} for a node that is not an input. */
export function inputName(node: Tensor): string {
  const name = node.attributes.name;
  if (node.operation.source !== "input" || typeof name !== "string") {
    throw new GraphError("this value is not an input", { got: node.toString(), expected: "a tensor made by input()" });
  }
  return name;
}

/**
 * Collects what outputs and updates need.
 *
 * @throws {GraphError} when two inputs share a name, an update's state is no input, is updated twice, or has another
 * shape or dtype than its value.
 */
export function createProgram({ outputs = {}, updates = [] }: ProgramDefinition): Program {
  const roots = [...Object.values(outputs), ...updates.flatMap(({ state, value }) => [state, value])];
  const nodes = reachableNodes(roots);
  const inputs = new Map<string, Tensor>();
  for (const node of nodes.filter(({ operation }) => operation.source === "input")) {
    const name = inputName(node);
    if (inputs.has(name))
      throw new GraphError(`two inputs are named "${name}"`, { fix: "Give each input its own name" });
    inputs.set(name, node);
  }
  checkUpdates(updates);
  return { inputs, outputs: new Map(Object.entries(outputs)), updates, nodes };
}

function checkUpdates(updates: readonly Update[]): void {
  const updated = new Set<string>();
  for (const { state, value } of updates) {
    const name = inputName(state);
    if (updated.has(name)) throw new GraphError(`the state "${name}" is updated twice`);
    updated.add(name);
    if (state.dtype !== value.dtype || state.shape.join() !== value.shape.join()) {
      throw new GraphError(`the new value of "${name}" does not fit it`, {
        got: `${value.dtype} ${value.toString()}`,
        expected: `${state.dtype} [${state.shape.join(",")}]`,
      });
    }
  }
}
