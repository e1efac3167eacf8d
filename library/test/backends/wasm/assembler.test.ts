// The assembler: modules validate, and every group of instructions does what its name says when it is executed.
import { describe, expect, it } from "vitest";
import {
  Bytes,
  FunctionBuilder,
  hasRelaxedSimd,
  hasSimd,
  ModuleBuilder,
  memory,
  relaxedSimd,
  type ScalarOpcode,
  type SimdOpcode,
  scalar,
  simd,
  simdLane,
  simdLaneMemory,
  simdMemory,
} from "../../../src/backends/wasm/index.ts";

type Results = readonly ("i32" | "f32")[];
type Write = (code: FunctionBuilder) => void;

/** A module with a memory of its own and one function; gives the function and the memory. */
function instantiate(write: Write, results: Results = [], parameters: readonly "i32"[] = []) {
  const code = new FunctionBuilder(parameters);
  write(code);
  const module = new ModuleBuilder(1);
  module.add(code, { name: "test", results });
  const bytes = module.encode();
  expect(WebAssembly.validate(bytes)).toBe(true);
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
  const { test, memory: own } = exports;
  if (typeof test !== "function" || !(own instanceof WebAssembly.Memory)) throw new Error("the exports are missing");
  return { test: (...args: readonly number[]): number => test(...args), memory: own };
}

/** The four lanes that a function leaves on the stack, as float32 and as int32. */
function lanesOf(write: Write): { floats: number[]; integers: number[] } {
  const { test, memory: own } = instantiate((code) => {
    code.i32(64);
    write(code);
    code.simdMemory(simdMemory.store);
  });
  test();
  return {
    floats: Array.from(new Float32Array(own.buffer, 64, 4)),
    integers: Array.from(new Int32Array(own.buffer, 64, 4)),
  };
}

const floats =
  (...values: readonly number[]): Write =>
  (code) =>
    code.v128(Array.from(new Int32Array(new Float32Array(values).buffer)));
const integers =
  (...values: readonly number[]): Write =>
  (code) =>
    code.v128(values);

/** Applies an opcode to operands. */
function apply(opcode: SimdOpcode, ...operands: readonly Write[]) {
  return lanesOf((code) => {
    for (const operand of operands) operand(code);
    code.simd(opcode);
  });
}

describe("number formats", () => {
  it("write LEB128 as the specification's examples", () => {
    const unsigned = (value: number) => {
      const bytes = new Bytes();
      bytes.unsigned(value);
      return Array.from(bytes.toUint8Array());
    };
    const signed = (value: number) => {
      const bytes = new Bytes();
      bytes.signed(value);
      return Array.from(bytes.toUint8Array());
    };
    expect(unsigned(624_485)).toEqual([0xe5, 0x8e, 0x26]);
    expect(unsigned(2 ** 32 - 1)).toEqual([0xff, 0xff, 0xff, 0xff, 0x0f]);
    expect(signed(-123_456)).toEqual([0xc0, 0xbb, 0x78]);
    expect(signed(63)).toEqual([0x3f]);
    expect(signed(64)).toEqual([0xc0, 0x00]);
    expect(signed(-64)).toEqual([0x40]);
  });

  it.each([0, 1, -1, 63, 64, -64, -65, 8191, 8192, 2 ** 31 - 1, -(2 ** 31)])("the constant %i arrives", (value) => {
    expect(instantiate((code) => code.i32(value), ["i32"]).test()).toBe(value);
  });

  it.each([0, 1.5, -3.25, 1e-40, Number.POSITIVE_INFINITY])("the constant %d arrives as float32", (value) => {
    expect(instantiate((code) => code.f32(value), ["f32"]).test()).toBe(Math.fround(value));
  });
});

describe("scalar instructions", () => {
  const cases: readonly [keyof typeof scalar, (a: number, b: number) => number][] = [
    ["i32Eq", (a, b) => Number(a === b)],
    ["i32Ne", (a, b) => Number(a !== b)],
    ["i32LtS", (a, b) => Number(a < b)],
    ["i32LtU", (a, b) => Number(a >>> 0 < b >>> 0)],
    ["i32GtS", (a, b) => Number(a > b)],
    ["i32GtU", (a, b) => Number(a >>> 0 > b >>> 0)],
    ["i32LeS", (a, b) => Number(a <= b)],
    ["i32LeU", (a, b) => Number(a >>> 0 <= b >>> 0)],
    ["i32GeS", (a, b) => Number(a >= b)],
    ["i32GeU", (a, b) => Number(a >>> 0 >= b >>> 0)],
    ["i32Add", (a, b) => (a + b) | 0],
    ["i32Sub", (a, b) => (a - b) | 0],
    ["i32Mul", (a, b) => Math.imul(a, b)],
    ["i32And", (a, b) => a & b],
    ["i32Or", (a, b) => a | b],
    ["i32Xor", (a, b) => a ^ b],
    ["i32Shl", (a, b) => a << b],
    ["i32ShrS", (a, b) => a >> b],
    ["i32ShrU", (a, b) => (a >>> b) | 0],
  ];
  const pairs = [
    [7, 3],
    [-7, 3],
    [3, -7],
    [5, 5],
    [-(2 ** 31), 1],
    [2 ** 31 - 1, 2],
  ] as const;

  it.each(cases)("%s", (name, meaning) => {
    const opcode: ScalarOpcode = scalar[name];
    for (const [a, b] of pairs) {
      const write: Write = (code) => {
        code.i32(a);
        code.i32(b);
        code.scalar(opcode);
      };
      expect(instantiate(write, ["i32"]).test()).toBe(meaning(a, b));
    }
  });

  it.each([
    ["f32Add", 5.5],
    ["f32Sub", 2.5],
    ["f32Mul", 6],
    ["f32Div", Math.fround(4 / 1.5)],
  ] as const)("%s", (name, right) => {
    const write: Write = (code) => {
      code.f32(4);
      code.f32(1.5);
      code.scalar(scalar[name]);
    };
    expect(instantiate(write, ["f32"]).test()).toBe(right);
  });

  it("i32Eqz", () => {
    for (const value of [0, 1, -5]) {
      const write: Write = (code) => {
        code.i32(value);
        code.scalar(scalar.i32Eqz);
      };
      expect(instantiate(write, ["i32"]).test()).toBe(Number(value === 0));
    }
  });
});

describe("vector instructions", () => {
  const a = floats(1.5, -2, 9, Number.NaN);
  const b = floats(2, -2, 0.25, 1);
  const whole = integers(1, -2, 2 ** 31 - 1, 12);
  const other = integers(3, -2, 1, -1);

  it.each([
    ["f32x4Add", [3.5, -4, 9.25, Number.NaN]],
    ["f32x4Sub", [-0.5, 0, 8.75, Number.NaN]],
    ["f32x4Mul", [3, 4, 2.25, Number.NaN]],
    ["f32x4Div", [0.75, 1, 36, Number.NaN]],
    ["f32x4Min", [1.5, -2, 0.25, Number.NaN]],
    ["f32x4Max", [2, -2, 9, Number.NaN]],
    ["f32x4Pmin", [1.5, -2, 0.25, Number.NaN]],
    ["f32x4Pmax", [2, -2, 9, Number.NaN]],
  ] as const)("%s", (name, right) => {
    expect(apply(simd[name], a, b).floats).toEqual(right);
  });

  it.each([
    ["f32x4Eq", [0, -1, 0, 0]],
    ["f32x4Ne", [-1, 0, -1, -1]],
    ["f32x4Lt", [-1, 0, 0, 0]],
    ["f32x4Gt", [0, 0, -1, 0]],
    ["f32x4Le", [-1, -1, 0, 0]],
    ["f32x4Ge", [0, -1, -1, 0]],
  ] as const)("%s", (name, right) => {
    expect(apply(simd[name], a, b).integers).toEqual(right);
  });

  it.each([
    ["i32x4Eq", [0, -1, 0, 0]],
    ["i32x4Ne", [-1, 0, -1, -1]],
    ["i32x4LtS", [-1, 0, 0, 0]],
    ["i32x4GtS", [0, 0, -1, -1]],
    ["i32x4Add", [4, -4, -(2 ** 31), 11]],
    ["i32x4Sub", [-2, 0, 2 ** 31 - 2, 13]],
    ["i32x4Mul", [3, 4, 2 ** 31 - 1, -12]],
    ["i32x4MinS", [1, -2, 1, -1]],
    ["i32x4MaxS", [3, -2, 2 ** 31 - 1, 12]],
    ["v128And", [1, -2, 1, 12]],
    ["v128Or", [3, -2, 2 ** 31 - 1, -1]],
    ["v128Xor", [2, 0, 2 ** 31 - 2, -13]],
    ["v128Andnot", [0, 0, 2 ** 31 - 2, 0]],
  ] as const)("%s", (name, right) => {
    expect(apply(simd[name], whole, other).integers).toEqual(right);
  });

  it.each([
    ["f32x4Ceil", [2, -2, -2, 3]],
    ["f32x4Floor", [1, -3, -3, 2]],
    ["f32x4Trunc", [1, -2, -2, 2]],
    ["f32x4Nearest", [2, -2, -2, 2]],
    ["f32x4Abs", [1.5, 2.5, 2.25, 2.5]],
    ["f32x4Neg", [-1.5, 2.5, 2.25, -2.5]],
  ] as const)("%s", (name, right) => {
    expect(apply(simd[name], floats(1.5, -2.5, -2.25, 2.5)).floats).toEqual(right);
  });

  it("roots, conversions, splats, shifts, negations, selections", () => {
    expect(apply(simd.f32x4Sqrt, floats(4, 9, 0, -1)).floats).toEqual([2, 3, 0, Number.NaN]);
    expect(apply(simd.i32x4TruncSatF32x4S, floats(1.9, -1.9, 3e9, Number.NaN)).integers).toEqual([
      1,
      -1,
      2 ** 31 - 1,
      0,
    ]);
    expect(apply(simd.f32x4ConvertI32x4S, whole).floats).toEqual([1, -2, 2 ** 31, 12]);
    expect(apply(simd.i32x4Splat, (code) => code.i32(7)).integers).toEqual([7, 7, 7, 7]);
    expect(apply(simd.f32x4Splat, (code) => code.f32(0.5)).floats).toEqual([0.5, 0.5, 0.5, 0.5]);
    expect(apply(simd.i32x4Shl, whole, (code) => code.i32(3)).integers).toEqual([8, -16, -8, 96]);
    expect(apply(simd.i32x4ShrS, whole, (code) => code.i32(1)).integers).toEqual([0, -1, 2 ** 30 - 1, 6]);
    expect(apply(simd.i32x4ShrU, whole, (code) => code.i32(1)).integers).toEqual([0, 2 ** 31 - 1, 2 ** 30 - 1, 6]);
    expect(apply(simd.i32x4Neg, whole).integers).toEqual([-1, 2, -(2 ** 31) + 1, -12]);
    expect(apply(simd.v128Not, whole).integers).toEqual([-2, 1, -(2 ** 31), -13]);
    expect(apply(simd.v128Bitselect, whole, other, integers(-1, 0, 0, -1)).integers).toEqual([1, -2, 1, 12]);
  });

  it("lanes are taken apart, put in and shuffled", () => {
    const second = (code: FunctionBuilder): void => {
      whole(code);
      code.simdLane(simdLane.i32x4ExtractLane, 1);
    };
    expect(instantiate(second, ["i32"]).test()).toBe(-2);
    const third = (code: FunctionBuilder): void => {
      a(code);
      code.simdLane(simdLane.f32x4ExtractLane, 2);
    };
    expect(instantiate(third, ["f32"]).test()).toBe(9);
    const replaced = lanesOf((code) => {
      b(code);
      code.f32(8);
      code.simdLane(simdLane.f32x4ReplaceLane, 3);
    });
    expect(replaced.floats).toEqual([2, -2, 0.25, 8]);
    const replacedInteger = lanesOf((code) => {
      whole(code);
      code.i32(8);
      code.simdLane(simdLane.i32x4ReplaceLane, 0);
    });
    expect(replacedInteger.integers).toEqual([8, -2, 2 ** 31 - 1, 12]);
    const mixed = lanesOf((code) => {
      whole(code);
      other(code);
      code.shuffle([3, 4, 0, 5]);
    });
    expect(mixed.integers).toEqual([12, 3, 1, -2]);
  });

  it("relaxed instructions validate where the engine has them", () => {
    expect(hasSimd()).toBe(true);
    if (!hasRelaxedSimd()) return;
    expect(
      apply(relaxedSimd.f32x4RelaxedMadd, floats(2, 3, 4, 5), floats(1, 1, 1, 1), floats(1, 2, 3, 4)).floats,
    ).toEqual([3, 5, 7, 9]);
  });
});

describe("memory", () => {
  const prepare = (own: WebAssembly.Memory): void => new Int32Array(own.buffer).set([1, 2, 3, 4, 5, 6, 7, 8], 0);

  it.each([
    ["load", [2, 3, 4, 5]],
    ["load32Splat", [2, 2, 2, 2]],
    ["load32Zero", [2, 0, 0, 0]],
    ["load64Zero", [2, 3, 0, 0]],
  ] as const)("%s", (name, right) => {
    const { test, memory: own } = instantiate((code) => {
      code.i32(64);
      code.i32(0);
      code.simdMemory(simdMemory[name], 4);
      code.simdMemory(simdMemory.store, 16);
    });
    prepare(own);
    test();
    expect(Array.from(new Int32Array(own.buffer, 80, 4))).toEqual(right);
  });

  it.each([
    ["load32Lane", 2, [1, 1, 5, 1]],
    ["load64Lane", 1, [1, 1, 5, 6]],
  ] as const)("%s", (name, lane, right) => {
    const { test, memory: own } = instantiate((code) => {
      code.i32(64);
      code.i32(0);
      code.i32x4(1);
      code.simdLaneMemory(simdLaneMemory[name], lane, 16);
      code.simdMemory(simdMemory.store);
    });
    prepare(own);
    test();
    expect(Array.from(new Int32Array(own.buffer, 64, 4))).toEqual(right);
  });

  it.each([
    ["store32Lane", 3, [14, 0]],
    ["store64Lane", 1, [13, 14]],
  ] as const)("%s", (name, lane, right) => {
    const { test, memory: own } = instantiate((code) => {
      code.i32(64);
      code.v128([11, 12, 13, 14]);
      code.simdLaneMemory(simdLaneMemory[name], lane, 8);
    });
    test();
    expect(Array.from(new Int32Array(own.buffer, 72, 2))).toEqual(right);
  });

  it("scalars are loaded and stored, data placed", () => {
    const { test, memory: own } = instantiate((code) => {
      code.i32(64);
      code.i32(0);
      code.memory(memory.i32Load, 8);
      code.memory(memory.i32Store, 4);
      code.i32(72);
      code.f32(2.5);
      code.memory(memory.f32Store);
    });
    prepare(own);
    test();
    expect(new Int32Array(own.buffer)[17]).toBe(3);
    expect(new Float32Array(own.buffer)[18]).toBe(2.5);
    const module = new ModuleBuilder(1);
    module.data(32, new Uint8Array([9, 8, 7]));
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module.encode()));
    if (!(exports.memory instanceof WebAssembly.Memory)) throw new Error("the memory is missing");
    expect(Array.from(new Uint8Array(exports.memory.buffer, 32, 4))).toEqual([9, 8, 7, 0]);
  });
});

describe("control", () => {
  it("repeats exactly as often as asked", () => {
    for (const count of [0, 1, 2, 10]) {
      const write: Write = (code) => {
        const local = code.local("i32");
        code.repeat(count, () => code.advance(local, 3));
        code.get(local);
      };
      expect(instantiate(write, ["i32"]).test()).toBe(3 * count);
    }
  });

  it("chooses, leaves blocks and begins loops again", () => {
    const write: Write = (code) => {
      const [sum, left] = [code.local("i32"), code.local("i32")];
      code.get(code.parameter(0));
      code.set(left);
      code.block(() => {
        code.loop(() => {
          code.get(left);
          code.scalar(scalar.i32Eqz);
          code.branchIf(1);
          code.get(left);
          code.i32(1);
          code.scalar(scalar.i32And);
          code.if(
            () => code.advance(sum, 100),
            () => code.advance(sum, 1),
          );
          code.advance(left, -1);
          code.branch(0);
        });
      });
      code.get(sum);
    };
    const { test } = instantiate(write, ["i32"], ["i32"]);
    expect([0, 1, 2, 5].map((count) => test(count))).toEqual([0, 100, 101, 302]);
  });

  it("hoisted values are computed once, before everything else", () => {
    const write: Write = (code) => {
      const counter = code.local("i32");
      code.repeat(4, () => {
        const hoisted = code.hoisted("i32", () => code.i32(5));
        code.get(counter);
        code.get(hoisted);
        code.scalar(scalar.i32Add);
        code.set(counter);
      });
      code.get(counter);
    };
    expect(instantiate(write, ["i32"]).test()).toBe(20);
  });

  it("functions call each other", () => {
    const module = new ModuleBuilder(1);
    const inner = new FunctionBuilder(["i32"]);
    inner.get(inner.parameter(0));
    inner.i32(2);
    inner.scalar(scalar.i32Mul);
    const index = module.add(inner, { results: ["i32"] });
    const outer = new FunctionBuilder();
    outer.i32(21);
    outer.call(index);
    module.add(outer, { name: "outer", results: ["i32"] });
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module.encode()));
    if (typeof exports.outer !== "function") throw new Error("the function is missing");
    expect(exports.outer()).toBe(42);
  });
});
