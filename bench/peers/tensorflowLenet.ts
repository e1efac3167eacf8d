// TensorFlow.js with LeNet: its own Adam, minimizing its own loss.
import type { Tensor2D, Tensor4D, Variable } from "@tensorflow/tfjs-core";
import { filters, kernelSize, lastSide, poolSize, scoredRows, side } from "./lenet.ts";
import type { Part, Peer, Task, Trainer } from "./peer.ts";
import { generator, glorotUniform, readRows, scoreProbabilities, shuffled } from "./rows.ts";
import { servePeer } from "./servePeer.ts";
import { type StartedTensorflow, startTensorflow, type Tf } from "./startTensorflow.ts";

type Convolve = (x: Tensor4D, kernel: Variable, pad: "valid" | "same") => Tensor4D;

interface Layers {
  readonly convolutions: readonly (readonly [kernel: Variable, bias: Variable])[];
  readonly dense: readonly (readonly [kernel: Variable, bias: Variable])[];
}

function makeLayers(tf: Tf, task: Task): Layers {
  const random = generator(task.seed);
  const bias = (units: number) => tf.variable(tf.zeros([units]));
  const taps = kernelSize * kernelSize;
  const convolutions = filters.map((count, layer) => {
    const channels = filters[layer - 1] ?? 1;
    const values = glorotUniform(taps * channels, taps * count, random).subarray(0, taps * channels * count);
    return [tf.variable(tf.tensor4d(values, [kernelSize, kernelSize, channels, count])), bias(count)] as const;
  });
  const sizes = [lastSide * lastSide * filters[1], ...task.hidden, task.classes];
  const dense = sizes.slice(1).map((units, layer) => {
    const inputs = sizes[layer] ?? 0;
    return [tf.variable(tf.tensor2d(glorotUniform(inputs, units, random), [inputs, units])), bias(units)] as const;
  });
  return { convolutions, dense };
}

function network(tf: Tf, { convolutions, dense }: Layers, x: Tensor2D, convolve: Convolve): Tensor2D {
  let pictures = tf.reshape(x, [-1, side, side, 1]);
  convolutions.forEach(([kernel, bias], layer) => {
    const convolved = tf.add(convolve(pictures, kernel, layer === 0 ? "same" : "valid"), bias);
    pictures = tf.maxPool(tf.relu(convolved), poolSize, poolSize, "valid");
  });
  let activation = tf.reshape(pictures, [-1, lastSide * lastSide * filters[1]]);
  dense.forEach(([kernel, bias], layer) => {
    const sum = tf.add(tf.matMul(activation, kernel), bias);
    activation = layer < dense.length - 1 ? tf.relu(sum) : sum;
  });
  return activation;
}

/**
 * The derivative by the kernel as a convolution of pictures with gradients, batch and channels having changed places.
 * Products of matrices over slices of the pictures were measured too: five to thirty times slower.
 */
function kernelGradient(tf: Tf, x: Tensor4D, g: Tensor4D): Tensor4D {
  const sums = tf.conv2d(tf.transpose(x, [3, 1, 2, 0]), tf.transpose(g, [1, 2, 0, 3]), 1, "valid");
  return tf.transpose(sums, [1, 2, 0, 3]);
}

/** The derivative by the pictures as a convolution with the mirrored kernel: four times as fast as its own conv2dTranspose. */
function inputGradient(tf: Tf, kernel: Tensor4D, g: Tensor4D): Tensor4D {
  const edge = kernelSize - 1;
  const edges: [number, number][] = [0, edge, edge, 0].map((count) => [count, count]);
  const mirrored = tf.transpose(tf.reverse(kernel, [0, 1]), [0, 1, 3, 2]);
  return tf.conv2d(tf.pad(g, edges), mirrored, 1, "valid");
}

/** Its WebAssembly backend has no kernel for the derivative by the filter, so that without this it trains no convolution. */
function convolveOnWasm(tf: Tf): Convolve {
  const around = (kernelSize - 1) / 2;
  const edges: [number, number][] = [0, around, around, 0].map((count) => [count, count]);
  // The first one's pictures are no weights: nothing is derived by them.
  const first = (x: Tensor4D, kernel: Variable) =>
    tf.customGrad((own: Tensor4D, save: (tensors: Tensor4D[]) => void) => {
      save([x]);
      return {
        value: tf.conv2d(x, own, 1, "valid"),
        gradFunc: (g: Tensor4D, [saved = x]: Tensor4D[]) => kernelGradient(tf, saved, g),
      };
    })(kernel);
  const inner = tf.customGrad((x: Tensor4D, kernel: Tensor4D, save: (tensors: Tensor4D[]) => void) => {
    save([x, kernel]);
    return {
      value: tf.conv2d(x, kernel, 1, "valid"),
      gradFunc: (g: Tensor4D, [savedX = x, savedKernel = kernel]: Tensor4D[]) => [
        inputGradient(tf, savedKernel, g),
        kernelGradient(tf, savedX, g),
      ],
    };
  });
  return (x, kernel, pad) => (pad === "same" ? first(tf.pad(x, edges), kernel) : inner(x, kernel));
}

function prepare({ tf, backend }: StartedTensorflow, task: Task): Trainer {
  const { features, labels, oneHot } = readRows(task);
  const random = generator(task.seed);
  const layers = makeLayers(tf, task);
  const variables = [...layers.convolutions, ...layers.dense].flat();
  const convolve: Convolve = backend === "wasm" ? convolveOnWasm(tf) : (x, kernel, pad) => tf.conv2d(x, kernel, 1, pad);
  const x = tf.tensor2d(features, [task.rows, task.columns]);
  const y = tf.tensor2d(oneHot, [task.rows, task.classes]);
  const optimizer = tf.train.adam(task.learningRate);
  const step = (rows: Int32Array): void =>
    tf.tidy(() => {
      const indices = tf.tensor1d(rows, "int32");
      const [batchX, batchY] = [tf.gather(x, indices), tf.gather(y, indices)];
      const loss = () => tf.losses.softmaxCrossEntropy(batchY, network(tf, layers, batchX, convolve));
      optimizer.minimize(loss, false, variables);
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
      tf.tidy(() => {
        const logits = network(tf, layers, tf.slice(x, [0, 0], [scoredRows, -1]), convolve);
        return scoreProbabilities(tf.softmax(logits).dataSync(), labels.subarray(0, scoredRows), task.classes);
      }),
  };
}

await servePeer(async (): Promise<Peer> => {
  const started = await startTensorflow();
  return { versions: started.versions, prepare: (task) => prepare(started, task) };
});
