// Adam's step alone in chainrule, on as many parameters as the task's network has, with and without flushing denormals.
import type { Storage, Tensor, Update } from "chainrule";
import type { Part, Peer, Task, Trainer } from "./peer.ts";
import { servePeer } from "./servePeer.ts";

type Chainrule = typeof import("chainrule");

function parameterCount({ columns, hidden, classes }: Task): number {
  const sizes = [columns, ...hidden, classes];
  return sizes.slice(1).reduce((sum, units, index) => sum + ((sizes[index] ?? 0) + 1) * units, 0);
}

/** The updates as training makes them; training always flushes, so the other way exists only here. */
function updates({ adam, ops }: Chainrule, { learningRate }: Task, size: number, flushes: boolean): Update[] {
  const parameters = ops.input("parameters", [size]);
  const flushed = (value: Tensor): Tensor => (flushes ? ops.flushDenormals(value) : value);
  const slots = new Map(["mean", "variance"].map((name) => [name, ops.input(name, [size])]));
  const result = adam({ learningRate }).step({
    parameters,
    gradient: flushed(ops.input("gradient", [size])),
    slots,
    learningRate: ops.input("learningRate", []),
    iteration: ops.input("iteration", []),
    segments: [{ name: "parameters", offset: 0, size, shape: [size] }],
  });
  const slotUpdates = [...slots].map(([name, state]): Update => {
    const value = result.slots.get(name);
    if (value === undefined) throw new Error(`Adam gives no new ${name}`);
    return { state, value: flushed(value) };
  });
  return [{ state: parameters, value: result.parameters }, ...slotUpdates];
}

async function prepare(chainrule: Chainrule, task: Task, flushes: boolean): Promise<Trainer> {
  const { createPlan, createProgram, wasm } = chainrule;
  const size = parameterCount(task);
  const plan = createPlan(createProgram({ updates: updates(chainrule, task, size, flushes) }), wasm);
  const session = await wasm.open();
  const storages: Record<string, Storage> = {};
  for (const [name, { spec }] of plan.bindings) storages[name] = session.allocate(spec);
  const { gradient, iteration, learningRate } = storages;
  if (gradient === undefined || iteration === undefined || learningRate === undefined) {
    throw new Error("the plan lacks an input");
  }
  learningRate.write([task.learningRate]);
  const invocation = (await session.compile(plan)).bind(storages);
  let steps = 0;
  return {
    async train(epochs: number, part: Part): Promise<void> {
      // Batches as the task has them: all alive, half of it dead, half of it nearly so.
      const half = [0.01, 0, 1e-20][part.first / part.count] ?? 0.01;
      gradient.write(Float32Array.from({ length: size }, (_, index) => (index % 2 === 0 ? 0.01 : half)));
      for (let epoch = 0; epoch < epochs; epoch++) {
        steps += 1;
        iteration.write([steps]);
        await invocation.run();
      }
    },
    score() {
      throw new Error("an optimizer alone has no score");
    },
  };
}

await servePeer(async (): Promise<Peer> => {
  const chainrule = await import("chainrule");
  const flushes = process.argv[2] !== "unflushed";
  return { versions: {}, prepare: (task) => prepare(chainrule, task, flushes) };
});
