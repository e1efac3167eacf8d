// From a plan to a WebAssembly module: a function for each step, or for many like it, and one that calls them in order.
import type { KernelStep, Plan, Step } from "../../graph/index.ts";
import { BackendError } from "../../tensor/index.ts";
import { ModuleBuilder } from "./assembler.ts";
import { emitElementwise } from "./elementwise.ts";
import { FunctionBuilder } from "./functionBuilder.ts";
import { knownKernels } from "./kernels/index.ts";
import type { LaneOptions } from "./laneNodes.ts";
import { memory, scalar } from "./opcodes/index.ts";
import { elementBytes, PlanLayout } from "./planLayout.ts";
import { emitReduce } from "./reduce.ts";
import { parameterAddresses, type SharedStep, StepSharing, worthSharing } from "./sharedStep.ts";
import { type BodyCode, StepCode } from "./stepCode.ts";

/** Code for a plan, and what it expects in memory. */
export interface CompiledPlan {
  /** A module that imports `env.memory` and exports `run(table)`. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** What the address in the table's entry for constants must point to. */
  readonly constants: Int32Array;
  /** Names of the bindings, in the order of the table. */
  readonly bindings: readonly string[];
  readonly arenaBytes: number;
}

/** Name of the exported function; its parameter is the address of the table of addresses. */
export const runExport = "run";

/** Generates the code of a plan. */
export function compilePlan(plan: Plan, options: LaneOptions): CompiledPlan {
  const layout = new PlanLayout(plan);
  const module = new ModuleBuilder();
  emitPlan({ module, options, sharing: new StepSharing(), shared: new Map() }, plan, layout, runExport);
  return {
    bytes: module.encode(),
    constants: layout.constantWords(),
    bindings: layout.bindings,
    arenaBytes: layout.arenaBytes,
  };
}

interface Target {
  readonly module: ModuleBuilder;
  readonly options: LaneOptions;
  readonly sharing: StepSharing;
  /** Functions of steps that are told their addresses, by what they do; undefined for those without any code. */
  readonly shared: Map<string, number | undefined>;
}

/** Adds the functions of a plan's steps, and one that calls them in order; gives the index of that one. */
function emitPlan(target: Target, plan: Plan, layout: PlanLayout, name?: string): number {
  const run = new FunctionBuilder(["i32"]);
  const addBody = (body: Plan): BodyCode => {
    const inner = new PlanLayout(body, layout);
    return { function: emitPlan(target, body, inner), bindings: inner.bindings };
  };
  const steps = plan.steps.map((step) => ({ step, shared: target.sharing.share(step) }));
  const counts = new Map<string, number>();
  for (const { shared } of steps) if (shared !== undefined) counts.set(shared.key, (counts.get(shared.key) ?? 0) + 1);
  for (const { step, shared } of steps) {
    if (shared !== undefined && (counts.get(shared.key) ?? 0) >= worthSharing) {
      callShared(target, run, shared, layout);
    } else {
      const code = new StepCode(layout, target.options, addBody);
      emitStep(code, step);
      if (code.code.size === 0) continue;
      run.get(run.parameter(0));
      run.call(target.module.add(code.code));
    }
  }
  return target.module.add(run, name === undefined ? {} : { name });
}

/** Calls the function that serves all steps like this one; adds it before the first call. */
function callShared(target: Target, run: FunctionBuilder, shared: SharedStep, layout: PlanLayout): void {
  if (!target.shared.has(shared.key)) target.shared.set(shared.key, addShared(target, shared));
  const index = target.shared.get(shared.key);
  if (index === undefined) return;
  for (const { buffer, offset } of shared.origins) {
    const place = layout.place(buffer);
    run.get(run.parameter(0));
    run.memory(memory.i32Load, place.base * elementBytes);
    run.i32(place.offset + offset * elementBytes);
    run.scalar(scalar.i32Add);
  }
  run.call(index);
}

function addShared({ module, options }: Target, { step, origins }: SharedStep): number | undefined {
  const addBody = (): never => {
    throw new BackendError("a step that repeats a plan has a function of its own");
  };
  const code = new StepCode(parameterAddresses, options, addBody, { parameters: origins.length });
  emitStep(code, step);
  return code.code.size === 0 ? undefined : module.add(code.code);
}

function emitStep(target: StepCode, step: Step): void {
  if (step.kind === "elementwise") emitElementwise(target, step);
  else if (step.kind === "reduce") emitReduce(target, step);
  else emitKernel(target, step);
}

function emitKernel(target: StepCode, step: KernelStep): void {
  const kernel = knownKernels.get(step.operation.name);
  if (kernel === undefined) {
    throw new BackendError(`the wasm backend has no kernel for ${step.operation.name}`, {
      expected: `a plan made for this backend, which has ${[...knownKernels.keys()].join(", ")}`,
    });
  }
  kernel.emit(target, step);
}
