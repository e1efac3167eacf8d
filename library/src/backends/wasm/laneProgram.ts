// Emits formulas inside nested loops: each node once, as far outside as it does not vary.
import { inOrder } from "../../tensor/index.ts";
import type { FunctionBuilder, Local } from "./functionBuilder.ts";
import { type LaneSources, laneEmitters, operandOrder } from "./laneEmitters.ts";
import type { LaneNode } from "./laneNodes.ts";

/** Level of what varies with no loop at all. */
export const outside = -1;

/** Formulas whose values are wanted in the innermost loop, and what each level of loops around it must prepare. */
export class LaneProgram {
  private readonly code: FunctionBuilder;
  private readonly innermost: number;
  private readonly order: readonly LaneNode[];
  private readonly levels = new Map<LaneNode, number>();
  /** How often a node's value is taken at its own level, per evaluation. */
  private readonly uses = new Map<LaneNode, number>();
  /** Nodes computed in an outer loop whose values deeper levels take. */
  private readonly kept = new Map<LaneNode, Local<"v128">>();
  private readonly boundary = new Set<LaneNode>();
  private readonly computed = new Map<LaneNode, Local<"v128">>();
  private readonly remaining = new Map<LaneNode, number>();

  /** @param levelOf the innermost loop, by number from outside, with which a leaf (operand, index) varies. */
  constructor(
    code: FunctionBuilder,
    roots: readonly LaneNode[],
    innermost: number,
    levelOf: (leaf: LaneNode) => number,
  ) {
    this.code = code;
    this.innermost = innermost;
    this.order = nodesOf(roots);
    for (const node of this.order) this.levels.set(node, this.computeLevel(node, levelOf));
    for (const node of this.order) {
      for (const input of node.inputs) this.use(input, this.level(node));
    }
    for (const root of roots) this.use(root, innermost);
  }

  /** Number of instructions per evaluation in the innermost loop. */
  get size(): number {
    return this.order.filter((node) => !isConstant(node) && this.level(node) === this.innermost).length;
  }

  private level(node: LaneNode): number {
    return this.levels.get(node) ?? outside;
  }

  private computeLevel(node: LaneNode, levelOf: (leaf: LaneNode) => number): number {
    if (isConstant(node)) return outside;
    if (node.inputs.length === 0) return levelOf(node);
    return Math.max(...node.inputs.map((input) => this.level(input)));
  }

  private use(node: LaneNode, level: number): void {
    if (isConstant(node)) return;
    if (this.level(node) < level) this.boundary.add(node);
    else this.uses.set(node, (this.uses.get(node) ?? 0) + 1);
  }

  /** At the beginning of a loop's body: computes what deeper loops need and varies with this loop last. */
  enter(level: number, sources: LaneSources): void {
    this.begin();
    for (const node of this.order) {
      if (!this.boundary.has(node) || this.level(node) !== level) continue;
      this.compute(node, sources);
      const local = this.kept.get(node) ?? this.code.local("v128");
      this.kept.set(node, local);
      this.code.set(local);
    }
    this.finish();
  }

  /** Begins an evaluation: nothing has been computed at this level. */
  begin(): void {
    this.finish();
    for (const [node, count] of this.uses) this.remaining.set(node, count);
  }

  /** Forgets the values of an evaluation. */
  finish(): void {
    for (const local of this.computed.values()) this.code.release(local);
    this.computed.clear();
    this.remaining.clear();
  }

  /** Leaves the value of a node on the stack. */
  push(node: LaneNode, sources: LaneSources): void {
    const kept = this.kept.get(node);
    if (kept !== undefined) {
      this.code.get(kept);
      return;
    }
    if (isConstant(node)) {
      laneEmitters[node.instruction](this.code, node, sources);
      return;
    }
    this.pushComputed(node, sources);
  }

  private pushComputed(node: LaneNode, sources: LaneSources): void {
    const left = (this.remaining.get(node) ?? 1) - 1;
    this.remaining.set(node, left);
    const local = this.computed.get(node);
    if (local !== undefined) {
      this.code.get(local);
      if (left > 0) return;
      this.computed.delete(node);
      this.code.release(local);
      return;
    }
    this.compute(node, sources);
    if (left === 0) return;
    const held = this.code.local("v128");
    this.computed.set(node, held);
    this.code.tee(held);
  }

  private compute(node: LaneNode, sources: LaneSources): void {
    for (const input of operandOrder(node)) this.push(input, sources);
    laneEmitters[node.instruction](this.code, node, sources);
  }

  /** Gives back the locals of all outer loops. */
  release(): void {
    this.finish();
    for (const local of this.kept.values()) this.code.release(local);
    this.kept.clear();
  }
}

const isConstant = ({ instruction }: LaneNode): boolean => instruction === "constant" || instruction === "intConstant";

/** The nodes that the roots need, each once and after its operands. */
function nodesOf(roots: readonly LaneNode[]): LaneNode[] {
  return inOrder(roots, ({ inputs }) => inputs);
}
