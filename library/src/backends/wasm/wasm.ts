// The wasm backend: plans compiled into WebAssembly modules that are specialised to their shapes.
import type { Plan } from "../../graph/index.ts";
import { BackendError } from "../../tensor/index.ts";
import type { SynchronousBackend } from "../backend.ts";
import { type CompiledPlan, compilePlan } from "./compilePlan.ts";
import { hasRelaxedSimd, hasSimd } from "./features.ts";
import { knownKernels } from "./kernels/index.ts";
import type { LaneOptions } from "./laneNodes.ts";
import { WasmSession } from "./session.ts";

/** Options of {@link createWasmBackend}. */
export interface WasmOptions<Deterministic extends boolean = boolean> {
  /**
   * Whether the same plan and inputs give the same bits on every machine. Without it, multiplication and addition are
   * fused where the engine has relaxed SIMD: faster, and rounded as the machine does it. Default true.
   */
  readonly deterministic?: Deterministic;
}

/** A wasm backend; its type says whether it promises the same bits on every machine. */
export interface WasmBackend<Deterministic extends boolean = boolean> extends SynchronousBackend {
  readonly deterministic: Deterministic;
}

/**
 * A backend that compiles plans into WebAssembly.
 *
 * @throws {BackendError} from `open` where the engine has no WebAssembly SIMD.
 * @example
 * ```ts
 * import { createWasmBackend } from "chainrule";
 * const fast = createWasmBackend({ deterministic: false });
 * console.log(fast.deterministic); // false
 * ```
 */
export function createWasmBackend(options?: WasmOptions<true>): WasmBackend<true>;
export function createWasmBackend<Deterministic extends boolean>(
  options: WasmOptions<Deterministic>,
): WasmBackend<Deterministic>;
export function createWasmBackend({ deterministic = true }: WasmOptions = {}): WasmBackend {
  const compiled = new WeakMap<Plan, CompiledPlan>();
  const compileOnce = (plan: Plan): CompiledPlan => {
    const known = compiled.get(plan);
    if (known !== undefined) return known;
    const made = compilePlan(plan, codeOptions(deterministic));
    compiled.set(plan, made);
    return made;
  };
  return {
    name: "wasm",
    deterministic,
    open: () => {
      if (!hasSimd()) {
        throw new BackendError("this JavaScript engine has no WebAssembly SIMD", {
          expected: "Node 16.4, Chrome 91, Firefox 89, Safari 16.4 or later",
        });
      }
      return new WasmSession(compileOnce);
    },
    hasKernel: ({ name }) => knownKernels.has(name),
    readsStrides: ({ name }) => knownKernels.get(name)?.readsStrides ?? false,
    scratchSize: ({ name }, inputs, output, body) => knownKernels.get(name)?.scratchSize(inputs, output, body) ?? 0,
  };
}

function codeOptions(deterministic: boolean): LaneOptions {
  return { fused: !deterministic && hasRelaxedSimd() };
}

/** The wasm backend with the same bits on every machine. */
export const wasm: WasmBackend<true> = createWasmBackend();
