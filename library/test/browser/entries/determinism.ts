// Trains on digits with everything that draws random numbers, and returns the weights' bits: in Node and in a page.
import { activation, adam, dense, digits, dropout, loadModel, sequential, trainTestSplit } from "chainrule";

/** What a training leaves behind, to the last bit. */
export interface Traces {
  /** A hash of the bits of each weight. */
  readonly weights: Readonly<Record<string, string>>;
  readonly losses: readonly number[];
  readonly validationLosses: readonly number[];
  /** The first test row's probabilities, by the model and by the same model saved and loaded. */
  readonly probabilities: readonly number[];
  readonly loadedProbabilities: readonly number[];
}

/** FNV-1a over bytes: one changed bit changes it. */
function hash(bytes: Uint8Array): string {
  let state = 0x811c9dc5;
  for (const byte of bytes) state = Math.imul(state ^ byte, 0x01000193) >>> 0;
  return state.toString(16).padStart(8, "0");
}

/** Three epochs with dropout, an odd last batch and validation rows. */
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
      Object.entries(model.getWeights()).map(([name, { data }]) => {
        return [name, hash(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))];
      }),
    ),
    losses: history.loss,
    validationLosses: history.valLoss ?? [],
    probabilities: [...(await model.predict(row)).data],
    loadedProbabilities: [...(await loaded.predict(row)).data],
  };
}
