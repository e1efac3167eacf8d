// Bodies: the members of a fused loop as loads and applications.

import type { View } from "../../tensor/index.ts";
import { GraphError, type Tensor } from "../../tensor/index.ts";
import type { Access, Application, Body, BodyValue } from "../plan.ts";
import { formatAttributes } from "../structuralKey.ts";
import type { Computation, Operand, Value } from "./computations.ts";
import { readView } from "./dependencies.ts";
import type { Unit } from "./fusion.ts";
import { producerInside } from "./stores.ts";

/** Where values stand in memory. */
interface Locator {
  access(value: Value, view: View): Access;
}

/** Whether the loop's body computes a member: not the reduction itself, nor the copy that says where its result goes. */
function isInLoop(unit: Unit, member: Computation): boolean {
  const producer = producerInside(unit, member, 0);
  return member.kind === "elementwise" && (producer === undefined || producer.kind === "elementwise");
}

/** Collects what the members of one unit compute; what is not asked for is not computed. */
export class BodyBuilder {
  private readonly loads: Access[] = [];
  private readonly applications: Application[] = [];
  private readonly results = new Map<Computation, BodyValue>();
  private readonly known = new Map<string, BodyValue>();
  private readonly unit: Unit;
  private readonly locator: Locator;

  constructor(unit: Unit, locator: Locator) {
    this.unit = unit;
    this.locator = locator;
    for (const member of unit.members) {
      if (isInLoop(unit, member)) this.results.set(member, this.evaluate(member));
    }
  }

  body(): Body {
    return { loads: this.loads, applications: this.applications };
  }

  /** The value of a member that has been stored. */
  valueOf(member: Computation): BodyValue {
    const value = this.results.get(member);
    if (value === undefined) throw new GraphError("a fused loop stores a value that it does not compute");
    return value;
  }

  /** An operand of a member: what an earlier member gives, or a load. */
  operandOf(member: Computation, position: number): BodyValue {
    const producer = producerInside(this.unit, member, position);
    if (producer !== undefined) return this.valueOf(producer);
    const operand = member.operands[position];
    if (operand === undefined) throw new GraphError(`a computation has no operand ${position}`);
    return operand.kind === "splat" ? this.constant(operand.node) : this.load(operand, member);
  }

  private evaluate(member: Computation): BodyValue {
    const { operation, attributes, operands, result } = member;
    const values = operands.map((_, position) => this.operandOf(member, position));
    // A copy is whatever it copies.
    if (operation === undefined) return values[0] ?? { kind: "load", position: 0 };
    return this.apply({ operation, attributes, operands: values, dtype: result.spec.dtype });
  }

  private apply(application: Application): BodyValue {
    this.applications.push(application);
    return { kind: "application", position: this.applications.length - 1 };
  }

  private constant({ operation, attributes, dtype }: Tensor): BodyValue {
    return this.once(`${dtype} ${formatAttributes({ values: attributes.values })}`, () =>
      this.apply({ operation, attributes, operands: [], dtype }),
    );
  }

  private load(operand: Operand & { readonly kind: "value" }, member: Computation): BodyValue {
    const access = this.locator.access(operand.value, readView(operand, member));
    return this.once(`${access.dtype} ${access.buffer} ${JSON.stringify(access.view)}`, () => {
      this.loads.push(access);
      return { kind: "load", position: this.loads.length - 1 };
    });
  }

  private once(key: string, make: () => BodyValue): BodyValue {
    const value = this.known.get(key) ?? make();
    this.known.set(key, value);
    return value;
  }
}
