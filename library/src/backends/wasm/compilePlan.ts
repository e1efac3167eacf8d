// From a plan to a WebAssembly module: one function per step, and one that calls them in order.
import type { KernelStep, Plan, Step } from "../../graph/index.ts";
import { BackendError } from "../../tensor/index.ts";
import { ModuleBuilder } from "./assembler.ts";
import { emitElementwise } from "./elementwise.ts";
import { FunctionBuilder } from "./functionBuilder.ts";
import { kernels } from "./kernels/index.ts";
import type { LaneOptions } from "./laneNodes.ts";
import { PlanLayout } from "./planLayout.ts";
import { emitReduce } from "./reduce.ts";
import { StepCode } from "./stepCode.ts";

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
  const run = new FunctionBuilder(["i32"]);
  for (const step of plan.steps) {
    const target = new StepCode(layout, options);
    emitStep(target, step);
    if (target.code.size === 0) continue;
    run.get(run.parameter(0));
    run.call(module.add(target.code));
  }
  module.add(run, { name: runExport });
  return {
    bytes: module.encode(),
    constants: layout.constantWords(),
    bindings: layout.bindings,
    arenaBytes: layout.arenaBytes,
  };
}

function emitStep(target: StepCode, step: Step): void {
  if (step.kind === "elementwise") emitElementwise(target, step);
  else if (step.kind === "reduce") emitReduce(target, step);
  else emitKernel(target, step);
}

function emitKernel(target: StepCode, step: KernelStep): void {
  const kernel = kernels.get(step.operation.name);
  if (kernel === undefined) {
    throw new BackendError(`the wasm backend has no kernel for ${step.operation.name}`, {
      expected: `a plan made for this backend, which has ${[...kernels.keys()].join(", ")}`,
    });
  }
  kernel.emit(target, step);
}
