// Run as a process with --expose-gc: measures memory before and after 10,000 calls of fit and predict.
import { dense, dropout, type Session, type SynchronousBackend, sequential, wasm } from "chainrule";

interface Measured {
  readonly heap: number;
  readonly session: number;
  readonly memory: number;
}

let session: Session | undefined;
/** The wasm backend itself; only the session that it opens is remembered. */
const observed: SynchronousBackend = {
  ...wasm,
  open: () => {
    const opened = wasm.open();
    session = opened;
    return opened;
  },
};

async function collect(): Promise<void> {
  // Finalizers run in tasks of their own after a collection.
  for (let round = 0; round < 4; round += 1) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

async function measure(): Promise<Measured> {
  await collect();
  const memory = session !== undefined && "memory" in session ? session.memory : undefined;
  if (!(memory instanceof WebAssembly.Memory)) throw new Error("the session has no memory");
  return {
    heap: process.memoryUsage().heapUsed,
    session: session?.bytes ?? 0,
    memory: memory.buffer.byteLength,
  };
}

const model = sequential(
  [
    dense({ units: 3, activation: "tanh", inputShape: [4] }),
    dropout({ rate: 0.1 }),
    dense({ units: 2, activation: "softmax" }),
  ],
  { seed: 1 },
);
model.compile({ optimizer: "adam", loss: "categoricalCrossentropy", metrics: ["accuracy"], backend: observed });
const x = Array.from({ length: 9 }, (_, row) => [row % 2, row % 3, row % 5, 1]);
const y = x.map((_, row) => row % 2);

async function calls(count: number): Promise<void> {
  for (let call = 0; call < count; call += 2) {
    const rows = 1 + (call % 9);
    await model.fit(x.slice(0, rows), y.slice(0, rows), { batchSize: 4 });
    await model.predict(x.slice(0, rows));
  }
}

// The engine itself needs memory for the code that it compiles in the first thousands of calls.
await calls(5000);
const first = await measure();
await calls(10_000);
console.log(JSON.stringify({ first, last: await measure() }));
