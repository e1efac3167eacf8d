// The function of one step under construction: its code, and the base addresses that it has loaded.
import type { Plan } from "../../graph/index.ts";
import { FunctionBuilder, type Local } from "./functionBuilder.ts";
import type { LaneOptions } from "./laneNodes.ts";
import { memory } from "./opcodes/index.ts";
import { type Addresses, elementBytes, type Place } from "./planLayout.ts";

/** The code of a plan that a step repeats: a function to call with the address of a table of its own. */
export interface BodyCode {
  readonly function: number;
  /** Names of its bindings, in the order of the table. */
  readonly bindings: readonly string[];
}

/** How the function of a step learns addresses: from the table of the plan, or as parameters. */
export type AddressSource = "table" | { readonly parameters: number };

/** The function of a step. It takes the address of the table of addresses, or the addresses themselves. */
export class StepCode {
  readonly code: FunctionBuilder;
  readonly layout: Addresses;
  readonly options: LaneOptions;
  /** Adds the code of a plan that the step repeats. */
  readonly addBody: (plan: Plan) => BodyCode;
  private readonly source: AddressSource;
  private readonly bases = new Map<number, Local<"i32">>();
  private readonly constants = new Map<number, Local<"v128">>();

  constructor(
    layout: Addresses,
    options: LaneOptions,
    addBody: (plan: Plan) => BodyCode,
    source: AddressSource = "table",
  ) {
    this.code = new FunctionBuilder(source === "table" ? ["i32"] : new Array<"i32">(source.parameters).fill("i32"));
    this.layout = layout;
    this.options = options;
    this.addBody = addBody;
    this.source = source;
  }

  /** The base address of a place; it must not be changed. */
  base({ base }: Place): Local<"i32"> {
    if (this.source !== "table") return this.code.parameter(base);
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
