// run: computes the values of a graph at once, for tests, examples and everything that is not trained.
import { createPlan, createProgram } from "../graph/index.ts";
import { DataError, formatShape, NdArray, type Spec, sameShape, type Tensor } from "../tensor/index.ts";
import type { Backend } from "./backend.ts";
import { reference } from "./reference/index.ts";

/**
 * Computes tensors: plans their graph, binds the inputs and runs it once.
 *
 * @param outputs the tensors to compute, by names of one's own.
 * @param feeds a value for each input of the graph, by its name, with its shape.
 * @param backend the reference backend (float64) by default.
 * @returns the computed arrays under the same names.
 * @throws {DataError} when an input has no value or one of another shape.
 *
 * @example
 * ```ts
 * import { NdArray, ops, run } from "chainrule";
 * const x = ops.input("x", [1, 2]);
 * const w = ops.input("w", [2, 1]);
 * const feeds = { x: new NdArray(new Float32Array([1, 2]), [1, 2]), w: new NdArray(new Float32Array([3, -1]), [2, 1]) };
 * const { y } = await run({ y: ops.sigmoid(ops.matmul(x, w)) }, feeds);
 * console.log(y.toNested()); // [[0.7310585786300049]]
 * ```
 */
export async function run<Names extends string>(
  outputs: Readonly<Record<Names, Tensor>>,
  feeds: Readonly<Record<string, NdArray>> = {},
  backend: Backend = reference,
): Promise<Record<Names, NdArray>> {
  const plan = createPlan(createProgram({ outputs }), backend);
  const session = await backend.open();
  const executable = await session.compile(plan);
  const storages = Object.fromEntries(
    [...plan.bindings].map(([name, { spec, role }]) => {
      const storage = session.allocate(spec);
      if (role !== "output") storage.write(fed(feeds, name, spec).data);
      return [name, storage];
    }),
  );
  await executable.bind(storages).run();
  const results: Partial<Record<Names, NdArray>> = {};
  for (const name in outputs) {
    const storage = storages[name];
    if (storage !== undefined) results[name] = new NdArray(await storage.read(), storage.spec.shape);
  }
  // Every name of `outputs` is a binding of the plan, so nothing is missing.
  return results as Record<Names, NdArray>;
}

function fed(feeds: Readonly<Record<string, NdArray>>, name: string, spec: Spec): NdArray {
  const value = feeds[name];
  if (value === undefined) throw new DataError(`the input "${name}" has no value`, { fix: `Pass it as { ${name} }` });
  if (!sameShape(value.shape, spec.shape)) {
    throw new DataError(`the value of the input "${name}" has another shape`, {
      got: formatShape(value.shape),
      expected: formatShape(spec.shape),
    });
  }
  return value;
}
