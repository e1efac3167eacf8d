// chainrule as its users call it: compile once, then fit for the epochs; a step's share of all that fit does is in its time.
import { readFileSync } from "node:fs";
import type { Model } from "chainrule";
import type { Part, Peer, Task, Trainer } from "./peer.ts";
import { readRows, scoreProbabilities } from "./rows.ts";
import { servePeer } from "./servePeer.ts";

type Chainrule = typeof import("chainrule");

function makeModel({ adam, dense, sequential }: Chainrule, task: Task): Model {
  const [first, ...others] = task.hidden.map((units) => ({ units, activation: "sigmoid" }) as const);
  if (first === undefined) throw new Error("a network without a hidden layer");
  const model = sequential(
    [
      dense({ ...first, inputShape: [task.columns] }),
      ...others.map(dense),
      dense({ units: task.classes, activation: "softmax" }),
    ],
    { seed: task.seed },
  );
  model.compile({ optimizer: adam({ learningRate: task.learningRate }), loss: "categoricalCrossentropy" });
  return model;
}

function prepare(chainrule: Chainrule, task: Task): Trainer {
  const { NdArray } = chainrule;
  const { features, labels, oneHot } = readRows(task);
  const model = makeModel(chainrule, task);
  const rowsOf = (source: Float32Array, width: number, { first, count }: Part) =>
    new NdArray(source.subarray(first * width, (first + count) * width), [count, width]);
  return {
    async train(epochs: number, part: Part): Promise<void> {
      const x = rowsOf(features, task.columns, part);
      const y = rowsOf(oneHot, task.classes, part);
      await model.fit(x, y, { epochs, batchSize: task.batchSize });
    },
    async score() {
      const whole = { first: 0, count: task.rows };
      const probabilities = await model.predict(rowsOf(features, task.columns, whole));
      return scoreProbabilities(probabilities.data, labels, task.classes);
    },
  };
}

await servePeer(async (): Promise<Peer> => {
  const chainrule = await import("chainrule");
  const { version }: { version: string } = JSON.parse(readFileSync("../../library/package.json", "utf8"));
  return { versions: { chainrule: version }, prepare: (task) => prepare(chainrule, task) };
});
