// The ops folder: what operations mean.
export * from "./add.ts";
export * from "./constant.ts";
export * from "./defineOp.ts";
export * from "./elementwiseReference.ts";
export * from "./multiply.ts";
export * from "./samples.ts";
export * from "./scalars/index.ts";
export * from "./select.ts";
