// The parts of the peers' packages that are used here, declared, so that types are checked where they are not installed.

declare module "@jax-js/jax" {
  export interface Array {
    readonly ref: Array;
    readonly shape: number[];
    readonly size: number;
    add(other: Array | number): Array;
    sub(other: Array | number): Array;
    mul(other: Array | number): Array;
    div(other: Array | number): Array;
    sum(): Array;
    reshape(shape: number[]): Array;
    dataSync(): Float32Array;
  }
  export function init(device: "wasm"): Promise<unknown>;
  export function defaultDevice(device: "wasm"): unknown;
  export function jit<F>(f: F): F;
  export function valueAndGrad(
    f: (parameters: Array[], x: Array, y: Array) => Array,
  ): (parameters: Array[], x: Array, y: Array) => [Array, Array[]];
  export const numpy: {
    array(values: Float32Array | number): Array;
    dot(a: Array, b: Array): Array;
    sqrt(x: Array): Array;
    square(x: Array): Array;
  };
  export const nn: { sigmoid(x: Array): Array; softmax(x: Array): Array; logSoftmax(x: Array): Array };
}

declare module "@tensorflow/tfjs-core" {
  export interface Tensor {
    data(): Promise<ArrayLike<number>>;
    dataSync(): ArrayLike<number>;
  }
  export interface Tensor1D extends Tensor {
    readonly rank: 1;
  }
  export interface Tensor2D extends Tensor {
    readonly rank: 2;
  }
  export interface Tensor4D extends Tensor {
    readonly rank: 4;
    readonly shape: [number, number, number, number];
  }
  export interface Variable extends Tensor {
    readonly trainable: boolean;
  }
  type Operand = Tensor2D | Variable;
  export function setBackend(name: string): Promise<boolean>;
  export function enableProdMode(): void;
  export function tensor1d(values: Int32Array, dtype: "int32"): Tensor1D;
  export function tensor2d(values: Float32Array, shape: [number, number]): Tensor2D;
  export function zeros(shape: number[]): Tensor;
  export function variable(initial: Tensor): Variable;
  export function add(a: Operand, b: Operand): Tensor2D;
  export function add(a: Tensor4D, b: Variable): Tensor4D;
  export function matMul(a: Operand, b: Operand): Tensor2D;
  export function sigmoid(x: Tensor2D): Tensor2D;
  export function softmax(x: Tensor2D): Tensor2D;
  export function gather(x: Tensor2D, indices: Tensor1D): Tensor2D;
  export function slice(x: Tensor2D, begin: number[], size: number[]): Tensor2D;
  export function reshape(x: Tensor, shape: [number, number]): Tensor2D;
  export function reshape(x: Tensor, shape: [number, number, number, number]): Tensor4D;
  export function tensor4d(values: Float32Array, shape: [number, number, number, number]): Tensor4D;
  export function conv2d(x: Tensor4D, filter: Tensor4D | Variable, strides: number, pad: "valid" | "same"): Tensor4D;
  export function reverse(x: Tensor4D, axes: number[]): Tensor4D;
  export function pad(x: Tensor4D, paddings: [number, number][]): Tensor4D;
  export function transpose(x: Tensor4D, permutation: number[]): Tensor4D;
  export function maxPool(x: Tensor4D, filterSize: number, strides: number, pad: "valid"): Tensor4D;
  export function relu<T extends Tensor>(x: T): T;
  /** TensorFlow.js declares one list of arguments with the saving function at its end; these are the two uses of it here. */
  export function customGrad(
    f: (
      kernel: Tensor4D,
      save: (tensors: Tensor4D[]) => void,
    ) => { value: Tensor4D; gradFunc: (dy: Tensor4D, saved: Tensor4D[]) => Tensor4D },
  ): (kernel: Variable) => Tensor4D;
  export function customGrad(
    f: (
      x: Tensor4D,
      kernel: Tensor4D,
      save: (tensors: Tensor4D[]) => void,
    ) => { value: Tensor4D; gradFunc: (dy: Tensor4D, saved: Tensor4D[]) => Tensor4D[] },
  ): (x: Tensor4D, kernel: Variable) => Tensor4D;
  export function tidy<T>(f: () => T): T;
  export const losses: { softmaxCrossEntropy(labels: Tensor2D, logits: Tensor2D): Tensor };
  export const train: {
    adam(learningRate: number): {
      minimize(f: () => Tensor, returnCost: boolean, variables: readonly Variable[]): unknown;
    };
  };
}

declare module "@tensorflow/tfjs-layers" {
  export const version_layers: string;
}

declare module "@tensorflow/tfjs-backend-cpu" {
  export const version_cpu: string;
}

declare module "@tensorflow/tfjs-backend-wasm" {
  export function setWasmPaths(prefix: string): void;
}

declare module "brain.js" {
  const brain: {
    NeuralNetwork: new (options: {
      hiddenLayers: number[];
      activation: "sigmoid";
    }) => {
      train(
        data: { input: number[]; output: number[] }[],
        options: { iterations: number; learningRate: number; errorThresh: number },
      ): unknown;
      run(input: number[]): ArrayLike<number>;
    };
  };
  export = brain;
}
