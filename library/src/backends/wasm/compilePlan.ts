// From a plan to a WebAssembly module: one function per step, and one that calls them in order.
import type { KernelStep, Plan, Step } from "../../graph/index.ts";
import { BackendError } from "../../tensor/index.ts";
import { ModuleBuilder } from "./assembler.ts";
import { emitElementwise } from "./elementwise.ts";
import { FunctionBuilder } from "./functionBuilder.ts";
import { knownKernels } from "./kernels/index.ts";
import type { LaneOptions } from "./laneNodes.ts";
import { PlanLayout } from "./planLayout.ts";
import { emitReduce } from "./reduce.ts";
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
  emitPlan({ module, options }, plan, layout, runExport);
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
}

/** Adds the functions of a plan's steps, and one that calls them in order; gives the index of that one. */
function emitPlan(target: Target, plan: Plan, layout: PlanLayout, name?: string): number {
  const { module, options } = target;
  const run = new FunctionBuilder(["i32"]);
  const addBody = (body: Plan): BodyCode => {
    const inner = new PlanLayout(body, layout);
    return { function: emitPlan(target, body, inner), bindings: inner.bindings };
  };
  for (const step of plan.steps) {
    const code = new StepCode(layout, options, addBody);
    emitStep(code, step);
    if (code.code.size === 0) continue;
    run.get(run.parameter(0));
    run.call(module.add(code.code));
  }
  return module.add(run, name === undefined ? {} : { name });
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
