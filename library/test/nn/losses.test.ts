// Losses: no saturation, exactness in float32, how rows are weighed, functions as losses, saved forms.
import "../../src/names.ts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Backend, reference, run, wasm } from "../../src/backends/index.ts";
import { gradients } from "../../src/graph/index.ts";
import {
  defineLoss,
  type Loss,
  lossFromFunction,
  lossRegistry,
  readComponent,
  weightedMean,
} from "../../src/nn/index.ts";
import * as list from "../../src/nn/losses/index.ts";
import {
  binaryCrossentropy,
  binaryFocalCrossentropy,
  categoricalCrossentropy,
  categoricalFocalCrossentropy,
  categoricalHinge,
  hinge,
  huber,
  klDivergence,
  logCosh,
  meanAbsoluteError,
  meanSquaredError,
  poisson,
  sparseCategoricalCrossentropy,
} from "../../src/nn/losses/index.ts";
import { input, mean, sigmoid, softmax, square, subtract } from "../../src/ops/index.ts";
import { ConfigError, NdArray, ShapeError, type Tensor } from "../../src/tensor/index.ts";
import { sampleOptions } from "./sampleOptions.ts";

const array = (values: readonly number[], shape: readonly number[] = [values.length]): NdArray =>
  new NdArray(Float64Array.from(values), shape);

const backends: readonly [string, Backend][] = [
  ["reference", reference],
  ["wasm", wasm],
];

interface JudgeOptions {
  /** The model's last step, from what is differentiated by to the predictions. */
  readonly output?: (z: Tensor) => Tensor;
  readonly backend?: Backend;
  readonly isLabel?: boolean;
}

interface Judged {
  readonly losses: number[];
  readonly gradient: number[];
}

/** The losses of rows, and the derivative of their sum by what `output` starts from. */
async function judge(
  loss: Loss,
  yTrue: NdArray,
  scores: NdArray,
  { output = (z) => z, backend = reference, isLabel = false }: JudgeOptions = {},
): Promise<Judged> {
  const y = input("y", yTrue.shape, isLabel ? "int32" : "float");
  const z = input("z", scores.shape);
  const losses = loss.call(y, output(z));
  const total = weightedMean(losses, undefined, "sum");
  const [gradient = total] = gradients(total, [z]);
  const found = await run({ losses, gradient }, { y: yTrue, z: scores }, backend);
  return { losses: [...found.losses.data], gradient: [...found.gradient.data] };
}

describe.each(backends)("on %s", (_name, backend) => {
  const scores = array([-200, 200], [1, 2]);
  const oneHot = array([1, 0], [1, 2]);

  test.each([
    ["categoricalCrossentropy", categoricalCrossentropy({ fromLogits: true }), categoricalCrossentropy(), 1],
    ["klDivergence", klDivergence({ fromLogits: true }), klDivergence(), 1],
    [
      "categoricalFocalCrossentropy",
      categoricalFocalCrossentropy({ fromLogits: true }),
      categoricalFocalCrossentropy(),
      0.25,
    ],
  ])(
    "%s of logits (-200, 200), class 0, is 400: from logits and behind a softmax",
    async (_loss, logits, behind, alpha) => {
      for (const { losses, gradient } of [
        await judge(logits, oneHot, scores, { backend }),
        await judge(behind, oneHot, scores, { backend, output: (z) => softmax(z) }),
      ]) {
        expect(losses[0]).toBeCloseTo(400 * alpha, 3);
        expect(gradient[0]).toBeCloseTo(-alpha, 5);
        expect(gradient[1]).toBeCloseTo(alpha, 5);
      }
    },
  );

  test("sparseCategoricalCrossentropy does not saturate either", async () => {
    const labels = array([0]);
    for (const { losses, gradient } of [
      await judge(sparseCategoricalCrossentropy({ fromLogits: true }), labels, scores, { backend, isLabel: true }),
      await judge(sparseCategoricalCrossentropy(), labels, scores, {
        backend,
        isLabel: true,
        output: (z) => softmax(z),
      }),
    ]) {
      expect(losses).toEqual([400]);
      expect(gradient).toEqual([-1, 1]);
    }
  });

  test.each([
    ["binaryCrossentropy", binaryCrossentropy({ fromLogits: true }), binaryCrossentropy()],
    ["binaryFocalCrossentropy", binaryFocalCrossentropy({ fromLogits: true }), binaryFocalCrossentropy()],
  ])(
    "%s of logit 400 and no, and of -400 and yes, is 400: from logits and behind a sigmoid",
    async (_loss, logits, behind) => {
      const [y, z] = [array([0, 1], [2, 1]), array([400, -400], [2, 1])];
      for (const { losses, gradient } of [
        await judge(logits, y, z, { backend }),
        await judge(behind, y, z, { backend, output: (t) => sigmoid(t) }),
      ]) {
        expect(losses).toEqual([400, 400]);
        expect(gradient).toEqual([1, -1]);
      }
    },
  );

  test("a focal loss with a power below 1 has finite derivatives where predictions are perfect", async () => {
    const loss = binaryFocalCrossentropy({ fromLogits: true, gamma: 0.5 });
    const { losses, gradient } = await judge(loss, array([1, 0], [2, 1]), array([900, -900], [2, 1]), { backend });
    for (const value of [...losses, ...gradient]) expect(Math.abs(value)).toBeLessThan(1e-6);
  });

  test("log-cosh is accurate for errors from 1e-6 to 1e8, and so is its derivative, tanh", async () => {
    const errors = [1e-6, 1e-4, 1e-3, 0.01, 0.1, 0.2499, 0.25, 0.2501, 0.5, 1, 5, 20, 1e4, 1e8];
    const z = array(errors, [errors.length, 1]);
    const found = await judge(
      logCosh(),
      array(
        errors.map(() => 0),
        z.shape,
      ),
      z,
      { backend },
    );
    errors.forEach((e, row) => {
      // log cosh e = log(1 + sinh(e)^2) / 2 without cancellation; for large e the sinh would overflow.
      const wanted = e < 20 ? Math.log1p(Math.sinh(e) ** 2) / 2 : e - Math.LN2;
      expect(Math.abs((found.losses[row] ?? 0) / wanted - 1)).toBeLessThan(1e-5);
      expect(Math.abs((found.gradient[row] ?? 0) / Math.tanh(e) - 1)).toBeLessThan(1e-5);
    });
  });

  test("huber of huge errors is finite, with derivatives of size delta", async () => {
    const { losses, gradient } = await judge(huber({ delta: 2 }), array([0, 0], [2, 1]), array([1e30, -1e30], [2, 1]), {
      backend,
    });
    for (const loss of losses) expect(loss / 2e30).toBeCloseTo(1, 6);
    expect(gradient).toEqual([2, -2]);
  });
});

describe("definitions", () => {
  test("half the squared error is scikit-learn's", async () => {
    const [y, p] = [array([1, 2], [1, 2]), array([3, 5], [1, 2])];
    expect((await judge(meanSquaredError(), y, p)).losses).toEqual([6.5]);
    expect((await judge(meanSquaredError({ half: true }), y, p)).losses).toEqual([3.25]);
  });

  test("poisson of logarithms of rates is exp(p) - y p", async () => {
    const { losses, gradient } = await judge(poisson({ logInput: true }), array([2], [1, 1]), array([0], [1, 1]));
    expect(losses).toEqual([1]);
    expect(gradient).toEqual([-1]);
  });

  test("labels stand for one-hot rows in every loss over classes", async () => {
    const p = array([0.2, 0.3, 0.5, 0.6, 0.3, 0.1], [2, 3]);
    const rows = array([0, 0, 1, 1, 0, 0], [2, 3]);
    for (const loss of [
      categoricalCrossentropy({ labelSmoothing: 0.1 }),
      categoricalFocalCrossentropy(),
      categoricalHinge(),
    ]) {
      const ofLabels = await judge(loss, array([2, 0]), p, { isLabel: true });
      expect(ofLabels).toEqual(await judge(loss, rows, p));
      expect(loss.targets([3]).map(({ dtype }) => dtype)).toEqual(["float", "int32"]);
      expect(() => loss.targets([1])).toThrow(/binaryCrossentropy/);
    }
  });

  test("hinge takes 0 for -1 where all targets are 0 or 1, and only there", async () => {
    const p = array([0.5, -0.25], [2, 1]);
    expect((await judge(hinge(), array([0, 1], [2, 1]), p)).losses).toEqual([1.5, 1.25]);
    expect((await judge(hinge(), array([-1, 1], [2, 1]), p)).losses).toEqual([1.5, 1.25]);
    expect((await judge(hinge(), array([0, -1], [2, 1]), p)).losses).toEqual([1, 0.75]);
  });

  test("at the kink of |x| the derivative is 0", async () => {
    expect((await judge(meanAbsoluteError(), array([2], [1, 1]), array([2], [1, 1]))).gradient).toEqual([0]);
  });

  test("rows of the ignored class have no loss, and the form of the targets says that they are taken", async () => {
    const loss = sparseCategoricalCrossentropy({ ignoreClass: -1 });
    const p = array([0.5, 0.5, 0.5, 0.5], [2, 2]);
    const { losses } = await judge(loss, array([-1, 1]), p, { isLabel: true });
    expect(losses).toEqual([0, Math.LN2]);
    expect(loss.targets([2])).toEqual([{ shape: [], dtype: "int32", classes: 2, ignoredLabel: -1 }]);
    expect(sparseCategoricalCrossentropy().targets([2])).toEqual([{ shape: [], dtype: "int32", classes: 2 }]);
  });
});

describe("what turns logits into probabilities", () => {
  test("is known of losses from logits, and of those only", () => {
    expect(categoricalCrossentropy({ fromLogits: true }).logits).toBe("softmax");
    expect(sparseCategoricalCrossentropy({ fromLogits: true }).logits).toBe("softmax");
    expect(binaryCrossentropy({ fromLogits: true }).logits).toBe("sigmoid");
    expect(binaryCrossentropy().logits).toBeUndefined();
    expect(hinge().logits).toBeUndefined();
  });
});

describe("weightedMean", () => {
  async function reduced(...[losses, weights, reduction, counted]: Parameters<typeof weightedMean>): Promise<number> {
    const values = [1, 2, 3, 4, 5, 6];
    const feeds = { losses: array(values, [2, 3]), row: array([2, 0.5]), all: array([0, 1, 2, 0, 0, 1], [2, 3]) };
    const { value } = await run({ value: weightedMean(losses, weights, reduction, counted) }, feeds);
    return value.at();
  }
  const losses = input("losses", [2, 3]);
  const row = input("row", [2]);
  const all = input("all", [2, 3]);

  test("divides by the number of losses, by the sum of the weights, or by nothing", async () => {
    expect(await reduced(losses, undefined, "sumOverBatchSize")).toBeCloseTo(21 / 6, 12);
    expect(await reduced(losses, undefined, "meanWithSampleWeight")).toBeCloseTo(21 / 6, 12);
    expect(await reduced(losses, undefined, "sum")).toBeCloseTo(21, 12);
    expect(await reduced(losses, all, "sumOverBatchSize")).toBeCloseTo(14 / 6, 12);
    expect(await reduced(losses, all, "meanWithSampleWeight")).toBeCloseTo(14 / 4, 12);
    expect(await reduced(losses, all, "sum")).toBeCloseTo(14, 12);
  });

  test("a row's weight holds for all of its losses", async () => {
    expect(await reduced(losses, row, "sumOverBatchSize")).toBeCloseTo(19.5 / 6, 12);
    expect(await reduced(losses, row, "meanWithSampleWeight")).toBeCloseTo(19.5 / 7.5, 12);
    expect(await reduced(losses, row, "sum")).toBeCloseTo(19.5, 12);
  });

  test("losses that do not count are no part of the number, whatever their weights", async () => {
    expect(await reduced(losses, undefined, "sumOverBatchSize", all)).toBeCloseTo(14 / 4, 12);
    expect(await reduced(losses, row, "sumOverBatchSize", all)).toBeCloseTo((2 * 8 + 0.5 * 6) / 4, 12);
    expect(await reduced(losses, row, "meanWithSampleWeight", all)).toBeCloseTo((2 * 8 + 0.5 * 6) / (2 * 3 + 0.5), 12);
  });

  test("is 0 where nothing counts", async () => {
    const [l, zero] = [input("l", [3]), input("zero", [3])];
    const mean3 = weightedMean(l, zero, "meanWithSampleWeight");
    const none = weightedMean(l, undefined, "sumOverBatchSize", zero);
    const found = await run({ mean3, none }, { l: array([1, 2, 3]), zero: array([0, 0, 0]) });
    expect([found.mean3.at(), found.none.at()]).toEqual([0, 0]);
  });

  test("equal weights change no mean, and weights scale a sum", async () => {
    const values = fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 1, maxLength: 9 });
    await fc.assert(
      fc.asyncProperty(values, fc.double({ min: 0.1, max: 10, noNaN: true }), async (data, weight) => {
        const [l, w] = [input("l", [data.length]), input("w", [data.length])];
        const { plain, weighed, scaled } = await run(
          {
            plain: weightedMean(l, undefined, "meanWithSampleWeight"),
            weighed: weightedMean(l, w, "meanWithSampleWeight"),
            scaled: weightedMean(l, w, "sumOverBatchSize"),
          },
          { l: array(data), w: array(data.map(() => weight)) },
        );
        expect(weighed.at()).toBeCloseTo(plain.at(), 8);
        expect(scaled.at()).toBeCloseTo(weight * plain.at(), 7);
      }),
      { numRuns: 30 },
    );
  });

  test("weights of another shape are refused", () => {
    expect(() => weightedMean(losses, input("w", [3]), "sum")).toThrow(ShapeError);
    expect(() => weightedMean(losses, input("w", [2, 3, 2]), "sum")).toThrow("got [2,3,2], expected [2] or [2,3]");
    expect(weightedMean(input("l", [4]), input("w", [4, 1]), "sum").shape).toEqual([]);
  });
});

describe("a function as a loss", () => {
  const yTrue = input("y", [4, 2]);
  const yPredicted = input("p", [4, 2]);

  test("gives one number for each row, for each of its places, or for the batch", async () => {
    const elements = lossFromFunction((y, p) => square(subtract(p, y)));
    const rows = lossFromFunction((y, p) => mean(square(subtract(p, y)), { axes: -1 }));
    const batch = lossFromFunction((y, p) => mean(square(subtract(p, y))));
    expect([elements, rows, batch].map((loss) => loss.call(yTrue, yPredicted).shape)).toEqual([[4, 2], [4], [4]]);
    const feeds = { y: array([1, 2, 3, 4, 5, 6, 7, 8], [4, 2]), p: array([8, 7, 6, 5, 4, 3, 2, 1], [4, 2]) };
    for (const loss of [elements, rows, batch]) {
      const value = weightedMean(loss.call(yTrue, yPredicted), undefined, "sumOverBatchSize");
      expect((await run({ value }, feeds)).value.at()).toBeCloseTo(21, 12);
    }
  });

  test("of another result is refused, naming the function", () => {
    function columns(y: Tensor, p: Tensor): Tensor {
      return mean(subtract(p, y), { axes: 0 });
    }
    expect(() => lossFromFunction(columns).call(yTrue, yPredicted)).toThrow(
      "columns: a loss gives one number for each row",
    );
  });

  test("cannot be saved, and says how it could be", () => {
    const loss = lossFromFunction(function ownError(y, p) {
      return subtract(p, y);
    });
    expect(loss.type).toBe("ownError");
    expect(() => loss.toJSON()).toThrow(ConfigError);
    expect(() => loss.toJSON()).toThrow('defineLoss({ name: "ownError"');
    expect(lossFromFunction((y, p) => subtract(p, y)).type).toBe("function");
  });
});

describe("saved forms", () => {
  lossRegistry.add(list);
  const configured = lossRegistry.factories.flatMap((factory) =>
    sampleOptions(factory.describe()).map((options) => ({
      name: `${factory.type} ${JSON.stringify(options)}`,
      factory,
      options,
    })),
  );
  test.each(configured)("$name is read back as it was", ({ factory, options }) => {
    const loss = factory.create(options);
    const copy = readComponent(lossRegistry, JSON.parse(JSON.stringify(loss)), [], "loss");
    expect(copy.toJSON()).toEqual(loss.toJSON());
    expect(copy.config).toEqual(loss.config);
  });

  test("a loss of one's own may say what counts", async () => {
    const absolute = defineLoss({
      name: "firstOnly",
      description: "Squared error of targets that are not 0",
      call: (y, p) => mean(square(subtract(p, y)), { axes: -1 }),
      counted: (y) => mean(y, { axes: -1 }),
    })();
    const y = input("y", [2, 1]);
    const value = weightedMean(
      absolute.call(y, input("p", [2, 1])),
      undefined,
      "sumOverBatchSize",
      absolute.counted(y),
    );
    const found = await run({ value }, { y: array([0, 1], [2, 1]), p: array([9, 3], [2, 1]) });
    expect(found.value.at()).toBe(4);
  });
});
