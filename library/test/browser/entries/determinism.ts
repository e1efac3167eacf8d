// Trains networks with everything that draws random numbers, and returns the weights' bits: in Node, a page, a worker.
import {
  activation,
  activationRegistry,
  adam,
  batchNormalization,
  conv2D,
  dense,
  digits,
  dropout,
  embedding,
  flatten,
  gaussianNoise,
  gru,
  initializerRegistry,
  type Layer,
  layerNormalization,
  loadModel,
  lstm,
  type Model,
  maxPooling2D,
  optimizerRegistry,
  prelu,
  reshape,
  sequential,
  simpleRnn,
  trainTestSplit,
} from "chainrule";

/** What trainings leave behind, to the last bit. */
export interface Traces {
  /** A hash of the bits of each weight. */
  readonly weights: Readonly<Record<string, string>>;
  readonly losses: readonly number[];
  readonly validationLosses: readonly number[];
  /** The first test row's probabilities, by the model and by the same model saved and loaded. */
  readonly probabilities: readonly number[];
  readonly loadedProbabilities: readonly number[];
  /** A hash of all weights for each kind of layer, each optimizer, activation and initializer. */
  readonly parts: Readonly<Record<string, string>>;
}

/** FNV-1a over bytes: one changed bit changes it. */
function hash(bytes: Uint8Array, state = 0x811c9dc5): number {
  let next = state;
  for (const byte of bytes) next = Math.imul(next ^ byte, 0x01000193) >>> 0;
  return next;
}
const text = (state: number): string => state.toString(16).padStart(8, "0");
const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

function hashOf(model: Model): string {
  return text(Object.values(model.getWeights()).reduce((state, { data }) => hash(bytesOf(data), state), 0x811c9dc5));
}

const labels = Array.from({ length: 23 }, (_, row) => row % 3);
const pictures = Array.from({ length: 23 }, (_, row) =>
  Array.from({ length: 36 }, (_, at) => ((row * at) % 17) / 8 - 1),
);

async function trained(layers: readonly Layer[], optimizer: Parameters<Model["compile"]>[0]["optimizer"] = "adam") {
  const model = sequential([...layers, dense({ units: 3, activation: "softmax" })], { seed: 9 });
  model.compile({ optimizer, loss: "sparseCategoricalCrossentropy" });
  return model;
}

async function part(
  layers: readonly Layer[],
  optimizer?: Parameters<Model["compile"]>[0]["optimizer"],
): Promise<string> {
  const model = await trained(layers, optimizer);
  await model.fit(pictures, labels, { epochs: 2, batchSize: 10 });
  return hashOf(model);
}

const picture = () => reshape({ targetShape: [6, 6, 1], inputShape: [36] });
const sequence = () => reshape({ targetShape: [9, 4], inputShape: [36] });

/** Layers of every kind that computes something of its own. */
const layers: Readonly<Record<string, () => readonly Layer[]>> = {
  conv2D: () => [picture(), conv2D({ filters: 3, kernelSize: 3, padding: "same" }), maxPooling2D(), flatten()],
  batchNormalization: () => [dense({ units: 7 }), batchNormalization()],
  layerNormalization: () => [dense({ units: 7 }), layerNormalization()],
  gaussianNoise: () => [gaussianNoise({ stddev: 0.3 }), dense({ units: 5 })],
  prelu: () => [dense({ units: 7 }), prelu()],
  simpleRnn: () => [sequence(), simpleRnn({ units: 5 })],
  lstm: () => [sequence(), lstm({ units: 5, dropout: 0.2 })],
  gru: () => [sequence(), gru({ units: 5, recurrentDropout: 0.2 })],
};

async function embedded(): Promise<string> {
  const model = await trained([embedding({ inputDim: 30, outputDim: 4 }), flatten()]);
  await model.fit(
    labels.map((_, row) => [row, (7 * row) % 30]),
    labels,
    { epochs: 2, batchSize: 10 },
  );
  return hashOf(model);
}

/** One small training for each part that is known by name. */
async function parts(): Promise<Record<string, string>> {
  const hashes: Record<string, string> = { embedding: await embedded() };
  for (const [name, make] of Object.entries(layers)) hashes[name] = await part(make());
  for (const name of activationRegistry.names) {
    hashes[`activation ${name}`] = await part([dense({ units: 6, activation: name })]);
  }
  for (const { type, create } of initializerRegistry.factories) {
    if (type === "identity") continue;
    const kernelInitializer = create({});
    hashes[`initializer ${type}`] = await part([dense({ units: 6, kernelInitializer })]);
  }
  for (const name of optimizerRegistry.names) {
    if (name !== "lbfgs") hashes[`optimizer ${name}`] = await part([dense({ units: 6, activation: "tanh" })], name);
  }
  return hashes;
}

/** Three epochs with dropout, an odd last batch and validation rows; then one small training for each part. */
export async function run(): Promise<Traces> {
  const { train, test } = trainTestSplit(await digits(), { testSize: 0.1, seed: 20 });
  const model = sequential(
    [
      dense({ units: 32, activation: "tanh", kernelInitializer: "heNormal", inputShape: [64] }),
      dropout({ rate: 0.2 }),
      dense({ units: 16 }),
      activation({ activation: "sigmoid" }),
      dense({ units: 10, activation: "softmax" }),
    ],
    { seed: 7 },
  );
  model.compile({ optimizer: adam({ learningRate: 0.01 }), loss: "sparseCategoricalCrossentropy" });
  const history = await model.fit(train.x, train.y, { epochs: 3, batchSize: 50, validationSplit: 0.1 });
  const loaded = await loadModel(await model.toBytes());
  const row = test.x.rows(0, 1);
  return {
    weights: Object.fromEntries(
      Object.entries(model.getWeights()).map(([name, { data }]) => [name, text(hash(bytesOf(data)))]),
    ),
    losses: history.loss,
    validationLosses: history.valLoss ?? [],
    probabilities: [...(await model.predict(row)).data],
    loadedProbabilities: [...(await loaded.predict(row)).data],
    parts: await parts(),
  };
}
