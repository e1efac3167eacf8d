// chainrule with LeNet, as its users call it: compile once, then fit for the epochs.
import { readFileSync } from "node:fs";
import type { Model } from "chainrule";
import { filters, kernelSize, poolSize, scoredRows, side } from "./lenet.ts";
import type { Part, Peer, Task, Trainer } from "./peer.ts";
import { readRows, scoreProbabilities } from "./rows.ts";
import { servePeer } from "./servePeer.ts";

type Chainrule = typeof import("chainrule");

function makeModel(chainrule: Chainrule, task: Task): Model {
  const { adam, conv2D, dense, flatten, maxPooling2D, sequential } = chainrule;
  const relu = { activation: "relu", kernelSize } as const;
  const model = sequential(
    [
      conv2D({ ...relu, filters: filters[0], padding: "same", inputShape: [side, side, 1] }),
      maxPooling2D({ poolSize }),
      conv2D({ ...relu, filters: filters[1] }),
      maxPooling2D({ poolSize }),
      flatten(),
      ...task.hidden.map((units) => dense({ units, activation: "relu" })),
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
  const pictures = ({ first, count }: Part) =>
    new NdArray(features.subarray(first * side * side, (first + count) * side * side), [count, side, side, 1]);
  const targets = ({ first, count }: Part) =>
    new NdArray(oneHot.subarray(first * task.classes, (first + count) * task.classes), [count, task.classes]);
  return {
    async train(epochs: number, part: Part): Promise<void> {
      await model.fit(pictures(part), targets(part), { epochs, batchSize: task.batchSize });
    },
    async score() {
      const probabilities = await model.predict(pictures({ first: 0, count: scoredRows }));
      return scoreProbabilities(probabilities.data, labels.subarray(0, scoredRows), task.classes);
    },
  };
}

await servePeer(async (): Promise<Peer> => {
  const chainrule = await import("chainrule");
  const { version }: { version: string } = JSON.parse(readFileSync("../../library/package.json", "utf8"));
  return { versions: { chainrule: version }, prepare: (task) => prepare(chainrule, task) };
});
