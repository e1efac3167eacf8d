// Two inputs and two outputs: a risk and a number of days, from measurements and from the name of a ward.
import { apply, concatenate, dense, embedding, flatten, functional, input, Random } from "chainrule";

const random = new Random(7, 0);
const rows = 400;
const wards = Array.from({ length: rows }, () => Math.floor(random.uniform() * 5));
const measurements = wards.map(() => [random.uniform(), random.uniform(), random.uniform()]);
const risk = measurements.map(([a = 0, b = 0], row) => [a + b + (wards[row] ?? 0) / 5 > 1.4 ? 1 : 0]);
const days = measurements.map(([a = 0, , c = 0], row) => [3 * a + 2 * c + (wards[row] ?? 0)]);

const measured = input({ shape: [3] });
const ward = input({ shape: [1], dtype: "int32" });
const place = apply(flatten(), apply(embedding({ inputDim: 5, outputDim: 3 }), ward));
const hidden = apply(dense({ units: 24, activation: "relu" }), apply(concatenate(), [measured, place]));
const model = functional(
  {
    inputs: { measured, ward },
    outputs: {
      risk: apply(dense({ units: 1, activation: "sigmoid", name: "risk" }), hidden),
      days: apply(dense({ units: 1, name: "days" }), hidden),
    },
  },
  { seed: 7 },
);
model.compile({
  optimizer: "adam",
  loss: { risk: "binaryCrossentropy", days: "meanSquaredError" },
  lossWeights: { days: 0.2 },
  metrics: { risk: ["accuracy"] },
});
console.log(model.summary());

const x = { measured: measurements, ward: wards };
const y = { risk, days };
const { values } = await model.fit(x, y, { epochs: 150, validationSplit: 0.2 });
for (const [name, course] of Object.entries(values)) console.log(name.padEnd(16), course.at(-1)?.toFixed(3));

const outputs = await model.predictOutputs({ measured: [[0.9, 0.8, 0.1]], ward: [4] });
console.log("a patient of ward 4:", outputs.risk?.toNested(), outputs.days?.toNested());
if ((values.valRiskAccuracy?.at(-1) ?? 0) < 0.9) throw new Error("the risk was not learned");
