// Origins: the node of a graph that first made NaN or an infinite number of finite ones.
import { createProgram, type Program } from "../../graph/index.ts";
import { abs, cast, concatenate, greater, notEqual, reshape, sum } from "../../ops/index.ts";
import { type ArrayData, GraphError, sizeOf, type Tensor } from "../../tensor/index.ts";

/** Runs a program as the step in question and gives its outputs. */
export type RunProgram = (name: string, program: Program) => Promise<Readonly<Record<string, ArrayData>>>;

/** How many elements of a node are NaN, and how many infinite. */
interface Counts {
  readonly nans: number;
  readonly infinities: number;
}

/** float32's largest number. */
const largest = 3.4028234663852886e38;

const isFloat = ({ dtype }: Tensor): boolean => dtype === "float";
const count = (truths: Tensor): Tensor => reshape(sum(cast(truths, "float")), [1]);

/** Counts every node of a program, in one run of another. */
async function countAll(program: Program, run: RunProgram): Promise<ReadonlyMap<Tensor, Counts>> {
  const nodes = program.nodes.filter((node) => isFloat(node) && node.operation.source !== "input");
  const counts = nodes.flatMap((node) => [count(notEqual(node, node)), count(greater(abs(node), largest))]);
  if (counts.length === 0) return new Map();
  const { counted } = await run("count", createProgram({ outputs: { counted: concatenate(counts) } }));
  if (counted === undefined) throw new GraphError("the counts are missing");
  return new Map(
    nodes.map((node, position) => [
      node,
      { nans: counted[2 * position] ?? 0, infinities: counted[2 * position + 1] ?? 0 },
    ]),
  );
}

/** From a value that is not finite down to one that is not, though all that it is made of is; NaN before infinite. */
function descend(start: Tensor, counts: ReadonlyMap<Tensor, Counts>): Tensor {
  let node = start;
  for (;;) {
    const inputs = node.inputs.filter((input) => {
      const found = counts.get(input);
      return found !== undefined && found.nans + found.infinities > 0;
    });
    const next = inputs.find((input) => (counts.get(input)?.nans ?? 0) > 0) ?? inputs[0];
    if (next === undefined) return node;
    node = next;
  }
}

/** The first element of a node that is not finite, and what it was made of. */
export interface Origin {
  readonly node: Tensor;
  /** Position of the element among the node's elements. */
  readonly index: number;
  readonly value: number;
  readonly operands: readonly number[];
}

/** The operands of one element, where the operation makes each of one element of each operand. */
function operandsAt(node: Tensor, values: readonly (ArrayData | undefined)[], index: number): number[] {
  if (node.operation.scalar === undefined) return [];
  const size = sizeOf(node.shape);
  return values.map((operand) => operand?.[operand.length === size ? index : 0] ?? Number.NaN);
}

async function elementOf(node: Tensor, run: RunProgram): Promise<Origin> {
  const inputs = node.inputs.filter(isFloat);
  const operand = (position: number): string => `operand ${position}`;
  const found = await run(
    "element",
    createProgram({
      outputs: {
        value: node,
        ...Object.fromEntries(inputs.map((input, position) => [operand(position), input])),
      },
    }),
  );
  const { value } = found;
  if (value === undefined) throw new GraphError("the value is missing");
  const index = value.findIndex((element) => !Number.isFinite(element));
  const values = inputs.map((_, position) => found[operand(position)]);
  return { node, index, value: value[index] ?? Number.NaN, operands: operandsAt(node, values, index) };
}

/**
 * The origin of what is not finite in a simplified program, starting from those of its roots that are not; undefined
 * where all of them are finite.
 */
export async function findOrigin(
  program: Program,
  roots: readonly Tensor[],
  run: RunProgram,
): Promise<Origin | undefined> {
  const counts = await countAll(program, run);
  const bad = roots.find((root) => {
    const found = counts.get(root);
    return found !== undefined && found.nans + found.infinities > 0;
  });
  return bad === undefined ? undefined : elementOf(descend(bad, counts), run);
}
