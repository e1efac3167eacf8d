// What the WebAssembly engine at hand can do, found by validating tiny modules.
import { ModuleBuilder } from "./assembler.ts";
import { FunctionBuilder } from "./functionBuilder.ts";
import { relaxedSimd, simd } from "./opcodes/index.ts";

function validates(write: (code: FunctionBuilder) => void): boolean {
  const builder = new FunctionBuilder();
  write(builder);
  const module = new ModuleBuilder(1);
  module.add(builder, { name: "probe" });
  return typeof WebAssembly !== "undefined" && WebAssembly.validate(module.encode());
}

function once(probe: () => boolean): () => boolean {
  let known: boolean | undefined;
  return () => {
    known ??= probe();
    return known;
  };
}

/** Whether the engine has 128-bit SIMD, which the backend needs. */
export const hasSimd: () => boolean = once(() =>
  validates((code) => {
    code.f32x4(1);
    code.simd(simd.f32x4Sqrt);
    code.drop();
  }),
);

/** Whether the engine has relaxed SIMD: fused multiply-add, whose rounding may differ between machines. */
export const hasRelaxedSimd: () => boolean = once(() =>
  validates((code) => {
    for (let operand = 0; operand < 3; operand += 1) code.f32x4(1);
    code.simd(relaxedSimd.f32x4RelaxedMadd);
    code.drop();
  }),
);
