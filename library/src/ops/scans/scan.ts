// scan: the same graph for each element of sequences, one after another, with values carried from step to step.
import { formatShape, GraphError, type Loop, ShapeError, type Spec, sameShape, Tensor } from "../../tensor/index.ts";
import { costlyNodes, nodesOf, placeholder, rootsOf } from "./loopGraph.ts";
import { loopOperation } from "./loopOperation.ts";
import { firstSlot, scanLayout, slotBefore, slotOf, slotsOf } from "./scanLayout.ts";

/** What one step takes. */
export interface ScanStep {
  /** The carried values: what the step before gave as `next`. */
  readonly carried: readonly Tensor[];
  /** One element of each sequence. */
  readonly elements: readonly Tensor[];
  readonly constants: readonly Tensor[];
}

/** What one step gives. */
export interface ScanStepResult {
  /** The carried values for the next step, floats of the same shapes. */
  readonly next: readonly Tensor[];
  /** Elements of new sequences, floats. */
  readonly outputs?: readonly Tensor[];
  /** Terms of sums over all steps, floats. */
  readonly sums?: readonly Tensor[];
}

/** What {@link scan} repeats, and over what. */
export interface ScanOptions {
  /** The values carried into the first step. */
  readonly initial: readonly Tensor[];
  /** Tensors `[steps, ...]`, of which each step takes one element. There is at least one. */
  readonly sequences: readonly Tensor[];
  /** Everything else that a step uses: a step cannot see tensors outside of it, except for constant numbers. */
  readonly constants?: readonly Tensor[];
  /** Whether the last element comes first. Default false. */
  readonly reverse?: boolean;
  /**
   * Whether the carried values of all steps are kept. Without them the result takes less memory, but its derivative
   * runs the steps once more. Default true.
   */
  readonly history?: boolean;
  /** One step, written in operations. */
  step(step: ScanStep): ScanStepResult;
}

/** What {@link scan} gives. */
export interface ScanResult {
  /** The carried values after the last step. */
  readonly last: readonly Tensor[];
  /** The carried values after each step, `[steps, ...]`, in the order of the sequences; empty without a history. */
  readonly histories: readonly Tensor[];
  /** What the steps gave as outputs, `[steps, ...]`, in the order of the sequences. */
  readonly outputs: readonly Tensor[];
  /** Sums over all steps. */
  readonly sums: readonly Tensor[];
}

function stepCount(sequences: readonly Tensor[]): number {
  const lengths = new Set(sequences.map(({ shape }) => shape[0]));
  const [steps] = lengths;
  if (lengths.size === 1 && steps !== undefined && steps > 0) return steps;
  throw new ShapeError("scan needs sequences of one length", {
    got: sequences.length === 0 ? "none" : sequences.map(({ shape }) => formatShape(shape)).join(" and "),
    expected: "the same first size, at least 1",
  });
}

const isFloat = ({ dtype }: Spec): boolean => dtype === "float";

function checkStep(loop: Loop, initial: readonly Tensor[]): void {
  const got = loop.next.map(({ dtype, shape }) => `${dtype} ${formatShape(shape)}`).join(", ");
  const expected = initial.map(({ shape }) => `float ${formatShape(shape)}`).join(", ");
  const fits = loop.next.every((next, position) => sameShape(next.shape, initial[position]?.shape ?? []));
  if (loop.next.length !== initial.length || !fits || !rootsOf(loop).every(isFloat)) {
    throw new ShapeError("a step of scan does not give what it was given", { got, expected });
  }
  const known = new Set([...loop.carried, ...loop.elements, ...loop.constants]);
  const outside = nodesOf(rootsOf(loop)).find((node) => node.operation.source === "input" && !known.has(node));
  if (outside === undefined) return;
  throw new GraphError("a step of scan uses a value from outside", {
    got: outside.toString(),
    fix: "Pass it as one of the constants, and use what the step is given for it",
  });
}

/**
 * Runs a step for each element of sequences, one after another; values are carried from each step to the next one. The
 * graph is as large as one step, however long the sequences are.
 *
 * @throws {ShapeError} when sequences differ in length, or a step gives other shapes than it takes.
 * @throws {GraphError} when a step uses a tensor from outside that was not passed to it.
 * @example
 * ```ts
 * import { ops, run } from "chainrule";
 * const { histories } = ops.scan({
 *   initial: [ops.constant(0)],
 *   sequences: [ops.constant([1, 2, 3, 4])],
 *   step: ({ carried: [total = 0], elements: [x = 0] }) => ({ next: [ops.add(total, x)] }),
 * });
 * const { sums } = await run({ sums: histories[0] ?? ops.constant(0) });
 * console.log(sums.toNested()); // [1, 3, 6, 10]
 * ```
 */
export function scan(options: ScanOptions): ScanResult {
  const { initial, sequences, constants = [], reverse = false, history = true } = options;
  const steps = stepCount(sequences);
  const carried = initial.map((value) => placeholder(value));
  const elements = sequences.map(({ shape, dtype }) => placeholder({ shape: shape.slice(1), dtype }));
  const stays = constants.map((value) => placeholder(value));
  const { next, outputs = [], sums = [] } = options.step({ carried, elements, constants: stays });
  const plain: Loop = { steps, reverse, history, carried, elements, constants: stays, next, outputs, sums };
  checkStep(plain, initial);
  const loop = history ? { ...plain, outputs: [...outputs, ...costlyNodes(plain)] } : plain;
  const result = new Tensor(loopOperation(loop), [...initial, ...sequences, ...constants], {});
  const layout = scanLayout(loop);
  return {
    last: layout.carried.map((block) => slotOf(result, block, history ? slotBefore(loop, steps) : 0)),
    histories: history ? layout.carried.map((block) => slotsOf(result, block, firstSlot(loop, false), steps)) : [],
    outputs: layout.outputs.slice(0, outputs.length).map((block) => slotsOf(result, block, 0, steps)),
    sums: layout.sums.map((block) => slotOf(result, block, 0)),
  };
}
