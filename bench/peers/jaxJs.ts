// jax-js on WebAssembly: the whole training step under one jit, its state consumed and replaced, the loss read each step.
import type { Array as JaxArray } from "@jax-js/jax";
import type { Part, Peer, Task, Trainer } from "./peer.ts";
import { generator, glorotUniform, readRows, scoreProbabilities, shuffled } from "./rows.ts";
import { packageVersion, servePeer } from "./servePeer.ts";

const beta1 = 0.9;
const beta2 = 0.999;
const epsilon = 1e-7;

/** Weights and Adam's slots, one array each per kernel and bias, and 1 - beta^t after t steps. */
type State = [parameters: JaxArray[], first: JaxArray[], second: JaxArray[], corrections: JaxArray[]];

type Jax = typeof import("@jax-js/jax");

/** Arrays are counted by reference: an operation consumes its operands, `.ref` keeps one for another use. */
function network({ nn, numpy }: Jax, parameters: readonly JaxArray[], x: JaxArray): JaxArray {
  let activation = x;
  for (let index = 0; index < parameters.length; index += 2) {
    const [kernel, bias] = parameters.slice(index, index + 2);
    if (kernel === undefined || bias === undefined) throw new Error("a layer without kernel or bias");
    const sum = numpy.dot(activation, kernel).add(bias);
    activation = index + 2 < parameters.length ? nn.sigmoid(sum) : sum;
  }
  return activation;
}

function makeStep(jax: Jax, task: Task): (...state: [...State, JaxArray, JaxArray]) => [...State, JaxArray] {
  const { jit, nn, numpy, valueAndGrad } = jax;
  const loss = (parameters: JaxArray[], x: JaxArray, y: JaxArray): JaxArray =>
    nn
      .logSoftmax(network(jax, parameters, x))
      .mul(y)
      .sum()
      .mul(-1 / task.batchSize);
  return jit(
    (
      parameters: JaxArray[],
      first: JaxArray[],
      second: JaxArray[],
      corrections: JaxArray[],
      x: JaxArray,
      y: JaxArray,
    ) => {
      const kept = parameters.map((parameter) => parameter.ref);
      const [value, gradients] = valueAndGrad(loss)(kept, x, y);
      // 1 - beta^t from step to step: beta^t itself would become a denormal after 800 steps, and slow.
      const correction1 = at(corrections, 0)
        .mul(beta1)
        .add(1 - beta1);
      const correction2 = at(corrections, 1)
        .mul(beta2)
        .add(1 - beta2);
      const newFirst = first.map((slot, index) => slot.mul(beta1).add(at(gradients, index).ref.mul(1 - beta1)));
      const newSecond = second.map((slot, index) =>
        slot.mul(beta2).add(numpy.square(at(gradients, index)).mul(1 - beta2)),
      );
      const updated = parameters.map((parameter, index) => {
        const root = numpy.sqrt(at(newSecond, index).ref.div(correction2.ref)).add(epsilon);
        return parameter.sub(at(newFirst, index).ref.mul(task.learningRate).div(correction1.ref).div(root));
      });
      return [updated, newFirst, newSecond, [correction1, correction2], value];
    },
  );
}

function at(arrays: readonly JaxArray[], index: number): JaxArray {
  const array = arrays[index];
  if (array === undefined) throw new Error(`no array ${index} of ${arrays.length}`);
  return array;
}

function prepare(jax: Jax, task: Task): Trainer {
  const { numpy } = jax;
  const { features, labels, oneHot } = readRows(task);
  const random = generator(task.seed);
  const sizes = [task.columns, ...task.hidden, task.classes];
  const parameters = sizes.slice(1).flatMap((units, index) => {
    const inputs = sizes[index] ?? 0;
    return [numpy.array(glorotUniform(inputs, units, random)).reshape([inputs, units]), zeros(units)];
  });
  function zeros(size: number): JaxArray {
    return numpy.array(new Float32Array(size));
  }
  const slots = (): JaxArray[] => parameters.map((array) => zeros(array.size).reshape(array.shape));
  let state: State = [parameters, slots(), slots(), [numpy.array(0), numpy.array(0)]];
  const step = makeStep(jax, task);

  // Row numbers as an operand of the jitted step were measured too and cost the same; copied rows leave no constants behind.
  const batchOf = (source: Float32Array, width: number, rows: Int32Array): JaxArray => {
    const batch = new Float32Array(rows.length * width);
    rows.forEach((row, index) => {
      batch.set(source.subarray(row * width, (row + 1) * width), index * width);
    });
    return numpy.array(batch).reshape([rows.length, width]);
  };

  return {
    train(epochs: number, part: Part): void {
      for (let epoch = 0; epoch < epochs; epoch++) {
        const order = shuffled(part, random);
        for (let start = 0; start < order.length; start += task.batchSize) {
          const rows = order.subarray(start, start + task.batchSize);
          const [newParameters, first, second, corrections, loss] = step(
            ...state,
            batchOf(features, task.columns, rows),
            batchOf(oneHot, task.classes, rows),
          );
          state = [newParameters, first, second, corrections];
          // Steps are only queued until something is read: reading in each step was measured to be fastest.
          loss.dataSync();
        }
      }
    },
    score() {
      const kept = state[0].map((parameter) => parameter.ref);
      const x = numpy.array(features).reshape([task.rows, task.columns]);
      const probabilities = jax.nn.softmax(network(jax, kept, x)).dataSync();
      return scoreProbabilities(probabilities, labels, task.classes);
    },
  };
}

await servePeer(async (): Promise<Peer> => {
  const jax = await import("@jax-js/jax");
  await jax.init("wasm");
  jax.defaultDevice("wasm");
  return { versions: { "@jax-js/jax": packageVersion("@jax-js/jax") }, prepare: (task) => prepare(jax, task) };
});
