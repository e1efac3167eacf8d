// The function of one step under construction: its code, and the base addresses that it has loaded.
import { FunctionBuilder, type Local } from "./functionBuilder.ts";
import type { LaneOptions } from "./laneNodes.ts";
import { memory } from "./opcodes.ts";
import { elementBytes, type Place, type PlanLayout } from "./planLayout.ts";

/** One function per step: it takes the address of the table of addresses. */
export class StepCode {
  readonly code = new FunctionBuilder(["i32"]);
  readonly layout: PlanLayout;
  readonly options: LaneOptions;
  private readonly bases = new Map<number, Local<"i32">>();
  private readonly constants = new Map<number, Local<"v128">>();

  constructor(layout: PlanLayout, options: LaneOptions) {
    this.layout = layout;
    this.options = options;
  }

  /** The base address of a place; it must not be changed. */
  base({ base }: Place): Local<"i32"> {
    const known = this.bases.get(base);
    if (known !== undefined) return known;
    const local = this.code.hoisted("i32", () => {
      this.code.get(this.code.parameter(0));
      this.code.memory(memory.i32Load, base * elementBytes);
    });
    this.bases.set(base, local);
    return local;
  }

  /** The same 32 bits in all lanes. Made once: in a loop, engines would make them again for every vector. */
  constant(bits: number): void {
    const known = this.constants.get(bits) ?? this.code.hoisted("v128", () => this.code.i32x4(bits));
    this.constants.set(bits, known);
    this.code.get(known);
  }
}
