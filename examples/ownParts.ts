// A layer, an activation and an optimizer of one's own, in a network that learns exclusive or.
import {
  decimal,
  defineActivation,
  defineLayer,
  defineOptimizer,
  dense,
  learningRateField,
  ops,
  optional,
  sequential,
} from "chainrule";

const softsign = defineActivation({
  name: "softsign",
  description: "x / (1 + |x|)",
  call: (x) => ops.divide(x, ops.add(ops.abs(x), 1)),
});

const scale = defineLayer({
  name: "scale",
  description: "Multiplies by a number",
  config: { factor: decimal({ description: "The number" }) },
  call: (_weights, x, { factor }) => ops.multiply(x, factor),
});

const heavyBall = defineOptimizer({
  name: "heavyBall",
  description: "Gradient descent that keeps nine tenths of its velocity",
  config: { learningRate: optional(learningRateField(), 0.1) },
  slots: () => ({ velocity: { initial: 0 } }),
  step: ({ parameters, gradient, slots, learningRate }) => {
    const velocity = ops.subtract(ops.multiply(slots.velocity, 0.9), ops.multiply(gradient, learningRate));
    return { parameters: ops.add(parameters, velocity), slots: { velocity } };
  },
});

const model = sequential(
  [
    scale({ factor: 2, inputShape: [2] }),
    dense({ units: 8, activation: softsign() }),
    dense({ units: 1, activation: "sigmoid" }),
  ],
  { seed: 3 },
);
model.compile({ optimizer: heavyBall(), loss: "binaryCrossentropy", metrics: ["accuracy"] });

const x = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
];
const y = [[0], [1], [1], [0]];
await model.fit(x, y, { epochs: 500, batchSize: 4 });
const { loss, accuracy } = await model.evaluate(x, y);
console.log(`loss ${loss.toFixed(4)}, accuracy ${accuracy}`);
console.log((await model.predict(x)).toNested());
if (accuracy !== 1) throw new Error("exclusive or was not learned");
