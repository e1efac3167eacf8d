// The function of one step under construction: its code, and the base addresses that it has loaded.
import type { Plan } from "../../graph/index.ts";
import { FunctionBuilder, type Local } from "./functionBuilder.ts";
import type { LaneOptions } from "./laneNodes.ts";
import { memory } from "./opcodes.ts";
import { elementBytes, type Place, type PlanLayout } from "./planLayout.ts";

/** The code of a plan that a step repeats: a function to call with the address of a table of its own. */
export interface BodyCode {
  readonly function: number;
  /** Names of its bindings, in the order of the table. */
  readonly bindings: readonly string[];
}

/** One function per step: it takes the address of the table of addresses. */
export class StepCode {
  readonly code = new FunctionBuilder(["i32"]);
  readonly layout: PlanLayout;
  readonly options: LaneOptions;
  /** Adds the code of a plan that the step repeats. */
  readonly addBody: (plan: Plan) => BodyCode;
  private readonly bases = new Map<number, Local<"i32">>();
  private readonly constants = new Map<number, Local<"v128">>();

  constructor(layout: PlanLayout, options: LaneOptions, addBody: (plan: Plan) => BodyCode) {
    this.layout = layout;
    this.options = options;
    this.addBody = addBody;
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
