// createPlan: from a program to loops, buffers and offsets, one pass after another.
import { GraphError, type Loop, type Spec } from "../../tensor/index.ts";
import type { BindingRole, Plan, PlanTarget } from "../plan.ts";
import { inputName, type Program } from "../program.ts";
import { simplifyProgram } from "../simplify.ts";
import { Buffers, emitSteps } from "./emit.ts";
import { fuse } from "./fusion.ts";
import { reuseOperands } from "./lifetimes.ts";
import { loopProgram } from "./loopProgram.ts";
import { lowerProgram } from "./lowerProgram.ts";
import { orderUnits } from "./order.ts";
import { decideStores } from "./stores.ts";

interface Binding {
  readonly buffer: number;
  readonly spec: Spec;
  readonly role: BindingRole;
}

/**
 * Plans a program for a backend: simplifies it, fuses elementwise operations into loops, writes results where they are
 * wanted, orders the steps and lays out their memory in one arena. The same program gives the same plan.
 *
 * @throws {GraphError} when the backend has no kernel for an operation that is written in no other ones, or an output
 * has the name of an input.
 */
export function createPlan(program: Program, target: PlanTarget): Plan {
  for (const name of program.outputs.keys()) {
    if (!program.inputs.has(name)) continue;
    throw new GraphError(`an input and an output are both named "${name}"`, { fix: "Give the output another name" });
  }
  const simplified = simplifyProgram(program, target);
  const lowered = lowerProgram(simplified, target);
  const units = fuse(lowered);
  const stores = decideStores(units);
  const ordered = orderUnits(units, stores);
  reuseOperands(ordered, stores);
  const buffers = new Buffers();
  const bindings = new Map<string, Binding>();
  const states = new Set(simplified.updates.map(({ state }) => inputName(state)));
  for (const [name, value] of lowered.inputs) {
    bindings.set(name, {
      buffer: buffers.positionOf(value),
      spec: value.spec,
      role: states.has(name) ? "state" : "input",
    });
  }
  for (const [name, value] of lowered.outputs) {
    bindings.set(name, { buffer: buffers.positionOf(value), spec: value.spec, role: "output" });
  }
  const planLoop = (loop: Loop): Plan => createPlan(loopProgram(loop), target);
  const { steps, lifetimes } = emitSteps(ordered, stores, buffers, { target, planLoop });
  return { program: simplified, steps, bindings, ...buffers.place(lifetimes) };
}
