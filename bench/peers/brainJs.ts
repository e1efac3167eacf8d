// brain.js in its own way, since it knows no batches and no softmax: one row at a time, momentum, squared error of sigmoids.
import type { Part, Peer, Task, Trainer } from "./peer.ts";
import { readRows, scoreProbabilities } from "./rows.ts";
import { packageVersion, servePeer } from "./servePeer.ts";

type Brain = typeof import("brain.js");

/** Its default: with Adam (`praxis: "adam"`) it was measured to take nine times as long. */
const learningRate = 0.3;

function prepare(brain: Brain, task: Task): Trainer {
  const { features, labels, oneHot } = readRows(task);
  const row = (source: Float32Array, width: number, index: number): number[] =>
    Array.from(source.subarray(index * width, (index + 1) * width));
  const data = Array.from(labels, (_, index) => ({
    input: row(features, task.columns, index),
    output: row(oneHot, task.classes, index),
  }));
  const network = new brain.NeuralNetwork({ hiddenLayers: [...task.hidden], activation: "sigmoid" });
  return {
    train(epochs: number, part: Part): void {
      const rows = data.slice(part.first, part.first + part.count);
      network.train(rows, { iterations: epochs, learningRate, errorThresh: 1e-12 });
    },
    score() {
      const outputs = data.flatMap(({ input }) => Array.from(network.run(input)));
      return { loss: null, accuracy: scoreProbabilities(outputs, labels, task.classes).accuracy };
    },
  };
}

await servePeer(async (): Promise<Peer> => {
  const { default: brain } = await import("brain.js");
  return { versions: { "brain.js": packageVersion("brain.js") }, prepare: (task) => prepare(brain, task) };
});
