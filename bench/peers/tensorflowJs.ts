// TensorFlow.js on WebAssembly (SIMD; it has no threads in Node) or in plain JavaScript: its own Adam, minimizing its own loss.
import type { Tensor2D, Variable } from "@tensorflow/tfjs-core";
import type { Part, Peer, Task, Trainer } from "./peer.ts";
import { generator, glorotUniform, readRows, scoreProbabilities, shuffled } from "./rows.ts";
import { servePeer } from "./servePeer.ts";
import { startTensorflow, type Tf } from "./startTensorflow.ts";

function network(tf: Tf, variables: readonly Variable[], x: Tensor2D): Tensor2D {
  let activation = x;
  for (let index = 0; index < variables.length; index += 2) {
    const [kernel, bias] = variables.slice(index, index + 2);
    if (kernel === undefined || bias === undefined) throw new Error("a layer without kernel or bias");
    const sum = tf.add(tf.matMul(activation, kernel), bias);
    activation = index + 2 < variables.length ? tf.sigmoid(sum) : sum;
  }
  return activation;
}

function prepare(tf: Tf, task: Task): Trainer {
  const { features, labels, oneHot } = readRows(task);
  const random = generator(task.seed);
  const sizes = [task.columns, ...task.hidden, task.classes];
  const variables = sizes.slice(1).flatMap((units, index) => {
    const inputs = sizes[index] ?? 0;
    const kernel = tf.tensor2d(glorotUniform(inputs, units, random), [inputs, units]);
    return [tf.variable(kernel), tf.variable(tf.zeros([units]))];
  });
  const x = tf.tensor2d(features, [task.rows, task.columns]);
  const y = tf.tensor2d(oneHot, [task.rows, task.classes]);
  // Its layers' fit was measured too: a third slower than this.
  const optimizer = tf.train.adam(task.learningRate);
  const step = (rows: Int32Array): void =>
    tf.tidy(() => {
      const indices = tf.tensor1d(rows, "int32");
      const batchX = tf.gather(x, indices);
      const batchY = tf.gather(y, indices);
      optimizer.minimize(() => tf.losses.softmaxCrossEntropy(batchY, network(tf, variables, batchX)), false, variables);
    });
  return {
    async train(epochs: number, part: Part): Promise<void> {
      for (let epoch = 0; epoch < epochs; epoch++) {
        const order = shuffled(part, random);
        for (let start = 0; start < order.length; start += task.batchSize) {
          step(order.slice(start, start + task.batchSize));
        }
      }
      await variables[0]?.data();
    },
    score: () =>
      tf.tidy(() => scoreProbabilities(tf.softmax(network(tf, variables, x)).dataSync(), labels, task.classes)),
  };
}

await servePeer(async (): Promise<Peer> => {
  const { tf, versions } = await startTensorflow();
  return { versions, prepare: (task) => prepare(tf, task) };
});
