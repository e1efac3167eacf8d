// Sessions: memory that grows and comes back, bindings that are checked, runs that allocate nothing.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import type { SynchronousSession } from "../../../src/backends/index.ts";
import { compileModule, compilePlan, WasmSession, wasm } from "../../../src/backends/wasm/index.ts";
import { BackendError } from "../../../src/tensor/index.ts";
import { formula, HandPlan, viewOf } from "./handPlan.ts";

const twice = formula(["x"], ([x]) => {
  if (x?.kind !== "float") throw new Error("a float is expected");
  return x.plus(x);
});

/** y = 2x over `size` elements, with a detour through `detour` elements of the arena. */
function doubling(size: number, detour = 0) {
  const plan = new HandPlan();
  const x = plan.access(plan.bind("x", size, "float", "input"), viewOf([size]));
  const y = plan.access(plan.bind("y", size, "float", "output"), viewOf([size]));
  if (detour > 0) {
    const ones = plan.access(plan.constant([1], 1), viewOf([detour], [0]));
    plan.elementwise(twice, [ones], plan.access(plan.arena(detour), viewOf([detour])));
  }
  return plan.elementwise(twice, [x], y).build();
}

const floats = (session: SynchronousSession, size: number) => session.allocate({ shape: [size], dtype: "float" });

/** Size of the WebAssembly memory. */
function memoryOf(session: SynchronousSession): number {
  if (!(session instanceof WasmSession)) throw new Error("no session of this backend");
  return session.memory.buffer.byteLength;
}

/** Runs the garbage collector, and lets finalizers run. */
async function collectGarbage(): Promise<void> {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  if (typeof collect !== "function") throw new Error("the garbage collector cannot be called");
  for (let round = 0; round < 4; round += 1) {
    collect();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe("storages", () => {
  it("begin as zeros, also where memory is used again", () => {
    const session = wasm.open();
    const first = floats(session, 100);
    expect(Array.from(first.read())).toEqual(new Array<number>(100).fill(0));
    first.write(new Float32Array(100).fill(7));
    first.release();
    expect(Array.from(floats(session, 100).read())).toEqual(new Array<number>(100).fill(0));
  });

  it("take parts of arrays of any kind and give copies", () => {
    const session = wasm.open();
    const storage = floats(session, 200);
    const source = Float64Array.from({ length: 300 }, (_, index) => index + 0.1);
    storage.write(source, 50, 150, 20);
    storage.write([1, 2, 3], 1);
    expect(storage.get(0)).toBe(2);
    expect(storage.get(1)).toBe(3);
    expect(storage.get(2)).toBe(0);
    expect(storage.get(20)).toBe(Math.fround(50.1));
    expect(storage.get(169)).toBe(Math.fround(199.1));
    expect(storage.get(170)).toBe(0);
    const copy = storage.read();
    storage.write([9]);
    expect(copy[0]).toBe(2);
    const labels = session.allocate({ shape: [2, 2], dtype: "int32" });
    labels.write(new Float32Array([1, 2, 3, -4]));
    expect(labels.read()).toEqual(new Int32Array([1, 2, 3, -4]));
    const truths = session.allocate({ shape: [3], dtype: "bool" });
    truths.write([0, 5, -1]);
    expect(truths.read()).toEqual(new Int32Array([0, 1, 1]));
  });

  it("refuse what does not fit", () => {
    const storage = floats(wasm.open(), 3);
    expect(() => storage.write([1, 2, 3, 4])).toThrow(BackendError);
    expect(() => storage.write([1, 2, 3], 0, 3, 1)).toThrow(/3 numbers from 0 of 3, to element 1.*at most 3 numbers/);
    expect(() => storage.write([1, 2], 1, 2)).toThrow(BackendError);
    expect(() => storage.write([1], -1, 1)).toThrow(BackendError);
    expect(() => storage.get(3)).toThrow(BackendError);
    expect(() => storage.get(-1)).toThrow(BackendError);
    storage.release();
    storage.release();
    expect(() => storage.read()).toThrow(/has been released/);
    expect(() => storage.write([1])).toThrow(BackendError);
  });

  it("keep their numbers when the memory grows", () => {
    const session = wasm.open();
    const storage = floats(session, 3);
    storage.write([1, 2, 3]);
    const run = session.compile(doubling(3));
    const output = floats(session, 3);
    const invocation = run.bind({ x: storage, y: output });
    const large = Array.from({ length: 8 }, () => floats(session, 100_000));
    invocation.run();
    expect(Array.from(storage.read())).toEqual([1, 2, 3]);
    expect(Array.from(output.read())).toEqual([2, 4, 6]);
    expect(large[7]?.get(99_999)).toBe(0);
  });

  it("more than four gigabytes are refused with a reason", () => {
    const session = wasm.open();
    expect(() => floats(session, 2 ** 30)).toThrow(BackendError);
    expect(() => floats(session, 2 ** 30)).toThrow(/not enough memory/);
    expect(floats(session, 10).get(0)).toBe(0);
  });
});

describe("bindings", () => {
  it("are checked for presence, size, dtype, session and use", () => {
    const session = wasm.open();
    const executable = session.compile(doubling(4));
    const [x, y] = [floats(session, 4), floats(session, 4)];
    expect(() => executable.bind({ x })).toThrow(/nothing is bound to "y": expected storages for x, y/);
    expect(() => executable.bind({ x, y: floats(session, 5) })).toThrow(/got float \[5\], expected float \[4\]/);
    const integers = session.allocate({ shape: [4], dtype: "int32" });
    expect(() => executable.bind({ x: integers, y })).toThrow(/got int32 \[4\], expected float \[4\]/);
    expect(() => executable.bind({ x: floats(wasm.open(), 4), y })).toThrow(/belongs to another session/);
    expect(() => executable.bind({ x, y: x })).toThrow(/bound to the same storage/);
    const gone = floats(session, 4);
    gone.release();
    expect(() => executable.bind({ x, y: gone })).toThrow(/has been released/);
    for (const wrong of [{ x }, { x: integers, y }]) expect(() => executable.bind(wrong)).toThrow(BackendError);
  });

  it("a run after one of its storages was released is an error, not another value's memory", () => {
    const session = wasm.open();
    const [x, y] = [floats(session, 4), floats(session, 4)];
    const invocation = session.compile(doubling(4)).bind({ x, y });
    invocation.run();
    y.release();
    expect(() => invocation.run()).toThrow(/memory that has been released/);
  });

  it("several invocations and executables take turns", () => {
    const session = wasm.open();
    const [a, b, c] = [floats(session, 3), floats(session, 3), floats(session, 3)];
    a.write([1, 2, 3]);
    const executable = session.compile(doubling(3));
    const first = executable.bind({ x: a, y: b });
    const second = executable.bind({ x: b, y: c });
    const third = session.compile(doubling(3, 5000)).bind({ x: c, y: a });
    first.run();
    second.run();
    third.run();
    first.run();
    expect([a, b, c].map((storage) => storage.get(2))).toEqual([24, 48, 12]);
  });

  it("steps over nothing make a plan that does nothing", () => {
    const session = wasm.open();
    const [x, y] = [floats(session, 0), floats(session, 0)];
    session.compile(doubling(0)).bind({ x, y }).run();
    expect(y.read()).toEqual(new Float32Array(0));
  });
});

describe("memory", () => {
  it("100,000 runs leave the heap and the session where they were", async () => {
    const session = wasm.open();
    const [x, y] = [floats(session, 64), floats(session, 64)];
    const invocation = session.compile(doubling(64, 100)).bind({ x, y });
    const other = session.compile(doubling(64)).bind({ x: y, y: x });
    for (let index = 0; index < 1000; index += 1) {
      invocation.run();
      other.run();
    }
    await collectGarbage();
    const [heap, bytes] = [process.memoryUsage().heapUsed, session.bytes];
    for (let index = 0; index < 100_000; index += 1) {
      invocation.run();
      other.run();
    }
    await collectGarbage();
    expect(session.bytes).toBe(bytes);
    // 200,000 runs: fewer than 3 bytes for each, and the smallest object has 12.
    expect(process.memoryUsage().heapUsed - heap).toBeLessThan(600_000);
    // Used until here: what nobody holds goes back.
    invocation.run();
    other.run();
    expect([x.get(0), y.get(0)]).toEqual([0, 0]);
  });

  it("released storages are given out again", () => {
    const session = wasm.open();
    floats(session, 1000).release();
    const bytes = session.bytes;
    const extent = memoryOf(session);
    for (let index = 0; index < 10_000; index += 1) floats(session, 1000).release();
    expect(session.bytes).toBe(bytes);
    expect(memoryOf(session)).toBe(extent);
  });

  it("storages and executables that nobody holds come back by themselves", async () => {
    const session = wasm.open();
    const plan = doubling(50, 100);
    const kept = session.compile(plan);
    const before = session.bytes;
    const use = (): void => {
      for (let index = 0; index < 50; index += 1) {
        floats(session, 1000);
        session
          .compile(plan)
          .bind({ x: floats(session, 50), y: floats(session, 50) })
          .run();
      }
    };
    use();
    expect(session.bytes).toBeGreaterThan(before);
    await collectGarbage();
    expect(session.bytes).toBe(before);
    expect(kept.plan).toBe(plan);
  });

  it("the arena is shared by executables and as large as the largest needs", () => {
    const session = wasm.open();
    session.compile(doubling(4, 1000));
    const bytes = session.bytes;
    session.compile(doubling(4, 500));
    session.compile(doubling(5, 900));
    // Each has a constant of its own: one block.
    expect(session.bytes - bytes).toBe(2 * 64);
  });
});

describe("modules", () => {
  it("of the same plan are compiled once", () => {
    const options = { fused: false };
    const [first, second] = [compilePlan(doubling(7), options), compilePlan(doubling(7), options)];
    expect(second.bytes).toEqual(first.bytes);
    expect(compileModule(second.bytes)).toBe(compileModule(first.bytes));
    expect(compileModule(compilePlan(doubling(8), options).bytes)).not.toBe(compileModule(first.bytes));
  });
});
