// One step of gradient descent with every number in sight: z = xW + b, a = σ(z), the loss, and its derivatives.
import { gradients, NdArray, ops, run } from "chainrule";

const x = ops.input("x", [4, 3]);
const y = ops.input("y", [4, 1]);
const weights = ops.input("W", [3, 1]);
const bias = ops.input("b", [1]);

const z = ops.add(ops.matmul(x, weights), bias);
const a = ops.sigmoid(z);
const loss = ops.negate(
  ops.mean(ops.add(ops.multiply(y, ops.log(a)), ops.multiply(ops.subtract(1, y), ops.log(ops.subtract(1, a))))),
);
const [dW, db] = gradients(loss, [weights, bias]);
if (dW === undefined || db === undefined) throw new Error("gradients gives one tensor for each that is asked for");

const array = (values: number[], shape: number[]) => new NdArray(Float64Array.from(values), shape);
const feeds = {
  x: array([0, 0, 1, 1, 1, 1, 1, 0, 1, 0, 1, 1], [4, 3]),
  y: array([0, 1, 1, 0], [4, 1]),
  W: array([0.5, -0.25, 0.1], [3, 1]),
  b: array([0], [1]),
};
const values = await run({ z, a, loss, dW, db }, feeds);
for (const [name, value] of Object.entries(values)) console.log(name, JSON.stringify(value.toNested()));

// The derivative by hand, as every tutorial has it: δ = (a - y) / n, dW = xᵀ δ.
const delta = ops.divide(ops.subtract(a, y), 4);
const byHand = await run({ dW: ops.matmul(ops.transpose(x), delta) }, feeds);
const difference = Math.max(...Array.from(values.dW.data, (value, index) => Math.abs(value - byHand.dW.at(index, 0))));
console.log(`by hand and by the chain rule differ by ${difference.toExponential(1)}`);
if (!(difference < 1e-15)) throw new Error("the two derivatives differ");
