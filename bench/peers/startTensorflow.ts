// Starts TensorFlow.js on one of its backends: WebAssembly (SIMD; it has no threads in Node) or plain JavaScript.
import { packageVersion } from "./servePeer.ts";

export type Tf = typeof import("@tensorflow/tfjs-core");

/** TensorFlow.js on the backend that the first argument of this process names. */
export interface StartedTensorflow {
  readonly tf: Tf;
  readonly backend: "cpu" | "wasm";
  readonly versions: Readonly<Record<string, string>>;
}

export async function startTensorflow(): Promise<StartedTensorflow> {
  const backend = process.argv[2] === "cpu" ? "cpu" : "wasm";
  const tf = await import("@tensorflow/tfjs-core");
  // In Node the package with the layers is what registers the gradients of the operations.
  await import("@tensorflow/tfjs-layers");
  if (backend === "cpu") {
    await import("@tensorflow/tfjs-backend-cpu");
  } else {
    const { setWasmPaths } = await import("@tensorflow/tfjs-backend-wasm");
    setWasmPaths(`${process.cwd()}/node_modules/@tensorflow/tfjs-backend-wasm/dist/`);
  }
  tf.enableProdMode();
  if (!(await tf.setBackend(backend))) throw new Error(`TensorFlow.js does not start its backend ${backend}`);
  const names = ["@tensorflow/tfjs-core", "@tensorflow/tfjs-layers", `@tensorflow/tfjs-backend-${backend}`];
  return { tf, backend, versions: Object.fromEntries(names.map((name) => [name, packageVersion(name)])) };
}
