// The activations folder: functions between layers.
export * from "./leakyRelu.ts";
export * from "./linear.ts";
export * from "./relu.ts";
export * from "./sigmoid.ts";
export * from "./softmax.ts";
export * from "./tanh.ts";
