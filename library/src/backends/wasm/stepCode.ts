// The function of one step under construction: its code, and the base addresses that it has loaded.
import { FunctionBuilder, type Local } from "./functionBuilder.ts";
import type { LaneOptions } from "./laneNodes.ts";
import { memory, simdMemory } from "./opcodes.ts";
import { elementBytes, type Place, type PlanLayout } from "./planLayout.ts";

/** What a backend generates code for. */
export interface CodeOptions extends LaneOptions {
  /** Whether mask selection in one instruction exists; it gives the same bits everywhere for whole-lane masks. */
  readonly laneselect: boolean;
}

/** One function per step: it takes the address of the table of addresses. */
export class StepCode {
  readonly code = new FunctionBuilder(["i32"]);
  readonly layout: PlanLayout;
  readonly options: CodeOptions;
  private readonly bases = new Map<number, Local<"i32">>();

  constructor(layout: PlanLayout, options: CodeOptions) {
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

  /** A constant in all lanes, read from memory: where registers are scarce this is cheaper than building it. */
  constant(bits: number): void {
    const place = this.layout.word(bits);
    this.code.get(this.base(place));
    this.code.simdMemory(simdMemory.load32Splat, place.offset);
  }
}
