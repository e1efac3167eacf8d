// Lowering of whole programs: nodes in the order of need, then outputs and updates to the places where they must stand.
import type { PlanTarget } from "../plan.ts";
import { inputName, type Program, type Update } from "../program.ts";
import { orderOfNeed } from "../rewrite.ts";
import { type Lowered, newValue, type Operand, type Value } from "./computations.ts";
import { Lowering } from "./lowering.ts";
import { sameView, wholeView } from "./views.ts";

/** Writes a simplified program as computations over values. */
export function lowerProgram(program: Program, target: PlanTarget): Lowered {
  const lowering = new Lowering(program, target);
  const roots = [...program.outputs.values(), ...program.updates.map(({ value }) => value)];
  for (const node of orderOfNeed(roots)) lowering.operandOf(node);
  const outputs = new Map<string, Value>();
  for (const [name, node] of program.outputs) {
    const value = newValue("output", node, name);
    lowering.put(lowering.operandOf(node), { value, view: wholeView(node.shape) });
    outputs.set(name, value);
  }
  const replacements = program.updates.flatMap((update) => lowerUpdate(lowering, update));
  const { computations, fills, inputs } = lowering;
  return { computations, fills, replacements, inputs, outputs };
}

function lowerUpdate(lowering: Lowering, { state, value }: Update): readonly Value[] {
  const old = lowering.inputs.get(inputName(state));
  const source = lowering.operandOf(value);
  const whole = wholeView(state.shape);
  if (old === undefined || (source.kind === "value" && source.value === old && sameView(source.view, whole))) return [];
  const next = newValue("state", state, old.label, { replaces: old });
  // An old state could be overwritten before its copy is made, so the copy is made of a copy.
  const safe = source.kind === "value" && source.value.kind === "state" ? lowering.materialize(source, state) : source;
  const destination = { value: next, view: whole };
  if (isPrivateAssembly(lowering, safe)) lowering.put(safe, destination);
  else lowering.copy(safe, destination);
  return [next];
}

/** Whether a value can be assembled in a state's memory: nobody reads it, and no part is copied from an old state. */
function isPrivateAssembly({ computations }: Lowering, source: Operand): boolean {
  if (source.kind === "splat" || source.value.kind !== "assembly") return false;
  const { writers } = source.value;
  const inside = new Set([source.value, ...writers.map(({ result }) => result)]);
  const copiesState = writers.some(
    ({ operation, operands: [from] }) =>
      operation === undefined && from?.kind === "value" && from.value.kind === "state",
  );
  const isRead = computations.some(({ operands }) =>
    operands.some((operand) => operand.kind === "value" && inside.has(operand.value)),
  );
  return !copiesState && !isRead;
}
