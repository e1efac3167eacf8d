// Writes the code of one WebAssembly function: locals, instructions, structured loops.
import { Bytes, float32Bits } from "./bytes.ts";
import {
  control,
  type MemoryOpcode,
  type ScalarOpcode,
  type SimdLaneMemoryOpcode,
  type SimdLaneOpcode,
  type SimdMemoryOpcode,
  type SimdOpcode,
  scalar,
  simdImmediate,
  simdLaneMemory,
  simdMemory,
  type ValueType,
  valueTypes,
} from "./opcodes/index.ts";

/** A local variable of a function; its type keeps vectors and addresses apart. */
export interface Local<T extends ValueType = ValueType> {
  readonly index: number;
  readonly type: T;
}

const simdPrefix = 0xfd;

/** log2 of the natural alignment of each vector access. */
const simdAlignment: Readonly<Record<SimdMemoryOpcode | SimdLaneMemoryOpcode, number>> = {
  [simdMemory.load]: 4,
  [simdMemory.load32Splat]: 2,
  [simdMemory.load32Zero]: 2,
  [simdMemory.load64Zero]: 3,
  [simdMemory.store]: 4,
  [simdLaneMemory.load32Lane]: 2,
  [simdLaneMemory.load64Lane]: 3,
  [simdLaneMemory.store32Lane]: 2,
  [simdLaneMemory.store64Lane]: 3,
};

/** The code of one function under construction; every method appends instructions. */
export class FunctionBuilder {
  readonly parameters: readonly Local[];
  private readonly locals: ValueType[] = [];
  private readonly free: Record<ValueType, Local[]> = { i32: [], f32: [], v128: [] };
  private readonly prologue = new Bytes();
  private code = new Bytes();

  constructor(parameters: readonly ValueType[] = []) {
    this.parameters = parameters.map((type, index) => ({ index, type }));
  }

  /** Number of bytes of code so far. */
  get size(): number {
    return this.code.length;
  }

  /** A parameter as an i32 local. */
  parameter(index: number): Local<"i32"> {
    return { index: this.parameters[index]?.index ?? 0, type: "i32" };
  }

  /** A local variable; a released one is used again, so it may hold an old value. */
  local<T extends ValueType>(type: T): Local<T> {
    const released = this.free[type].pop();
    if (released !== undefined) return { index: released.index, type };
    this.locals.push(type);
    return { index: this.parameters.length + this.locals.length - 1, type };
  }

  /** A local that is given its value once, at the function's beginning, whenever this is called. */
  hoisted<T extends ValueType>(type: T, value: () => void): Local<T> {
    this.locals.push(type);
    const local: Local<T> = { index: this.parameters.length + this.locals.length - 1, type };
    const body = this.code;
    this.code = this.prologue;
    value();
    this.set(local);
    this.code = body;
    return local;
  }

  release(...locals: readonly Local[]): void {
    for (const local of locals) this.free[local.type].push(local);
  }

  get(local: Local): void {
    this.code.byte(control.localGet);
    this.code.unsigned(local.index);
  }
  set(local: Local): void {
    this.code.byte(control.localSet);
    this.code.unsigned(local.index);
  }
  tee(local: Local): void {
    this.code.byte(control.localTee);
    this.code.unsigned(local.index);
  }
  drop(): void {
    this.code.byte(control.drop);
  }

  i32(value: number): void {
    this.code.byte(control.i32Const);
    this.code.signed(value);
  }
  f32(value: number): void {
    this.code.byte(control.f32Const);
    this.code.float32(value);
  }
  /** A vector constant of four 32-bit patterns. */
  v128(lanes: readonly number[]): void {
    this.code.byte(simdPrefix);
    this.code.unsigned(simdImmediate.v128Const);
    for (let lane = 0; lane < 4; lane += 1) this.code.word(lanes[lane] ?? 0);
  }
  /** A float32 constant in all lanes. */
  f32x4(value: number): void {
    const bits = float32Bits(value);
    this.v128([bits, bits, bits, bits]);
  }
  /** An integer constant in all lanes. */
  i32x4(value: number): void {
    this.v128([value, value, value, value]);
  }

  /** An instruction on scalars. */
  scalar(opcode: ScalarOpcode): void {
    this.code.byte(opcode);
  }
  /** An instruction on vectors. */
  simd(opcode: SimdOpcode): void {
    this.code.byte(simdPrefix);
    this.code.unsigned(opcode);
  }
  simdLane(opcode: SimdLaneOpcode, lane: number): void {
    this.code.byte(simdPrefix);
    this.code.unsigned(opcode);
    this.code.byte(lane);
  }
  /** Takes 32-bit lanes of two vectors: 0 to 3 of the first, 4 to 7 of the second. */
  shuffle(lanes: readonly [number, number, number, number]): void {
    this.code.byte(simdPrefix);
    this.code.unsigned(simdImmediate.i8x16Shuffle);
    for (const lane of lanes) this.code.append([lane * 4, lane * 4 + 1, lane * 4 + 2, lane * 4 + 3]);
  }

  /** A load or store of a scalar; the address (and value) are on the stack. */
  memory(opcode: MemoryOpcode, offset = 0): void {
    this.code.byte(opcode);
    this.code.unsigned(2);
    this.code.unsigned(offset);
  }
  /** A load or store of a vector. Addresses need not be aligned: the alignment is a hint. */
  simdMemory(opcode: SimdMemoryOpcode, offset = 0): void {
    this.code.byte(simdPrefix);
    this.code.unsigned(opcode);
    this.code.unsigned(Math.min(simdAlignment[opcode], 2));
    this.code.unsigned(offset);
  }
  /** A load or store of one lane. */
  simdLaneMemory(opcode: SimdLaneMemoryOpcode, lane: number, offset = 0): void {
    this.code.byte(simdPrefix);
    this.code.unsigned(opcode);
    this.code.unsigned(Math.min(simdAlignment[opcode], 2));
    this.code.unsigned(offset);
    this.code.byte(lane);
  }

  call(functionIndex: number): void {
    this.code.byte(control.call);
    this.code.unsigned(functionIndex);
  }

  block(body: () => void): void {
    this.code.append([control.block, control.noResult]);
    body();
    this.code.byte(control.end);
  }
  loop(body: () => void): void {
    this.code.append([control.loop, control.noResult]);
    body();
    this.code.byte(control.end);
  }
  /** Runs `then` where the i32 on the stack is not 0, else `otherwise`. */
  if(then: () => void, otherwise?: () => void): void {
    this.code.append([control.ifBlock, control.noResult]);
    then();
    if (otherwise !== undefined) {
      this.code.byte(control.elseBlock);
      otherwise();
    }
    this.code.byte(control.end);
  }
  /** Leaves `depth` blocks, or begins the loop at that depth again. */
  branch(depth: number): void {
    this.code.byte(control.branch);
    this.code.unsigned(depth);
  }
  branchIf(depth: number): void {
    this.code.byte(control.branchIf);
    this.code.unsigned(depth);
  }

  /** `local += amount`; nothing where the amount is 0. */
  advance(local: Local<"i32">, amount: number): void {
    if (amount === 0) return;
    this.get(local);
    this.i32(amount);
    this.scalar(scalar.i32Add);
    this.set(local);
  }

  /** Runs `body` a fixed number of times; without a loop where that is once. */
  repeat(count: number, body: () => void): void {
    if (count <= 0) return;
    if (count === 1) {
      body();
      return;
    }
    const counter = this.local("i32");
    this.i32(count);
    this.set(counter);
    this.loop(() => {
      body();
      this.get(counter);
      this.i32(1);
      this.scalar(scalar.i32Sub);
      this.tee(counter);
      this.branchIf(0);
    });
    this.release(counter);
  }

  /** The function's entry in the code section, without its size. */
  encode(): Uint8Array {
    const bytes = new Bytes();
    const runs: { type: ValueType; count: number }[] = [];
    for (const type of this.locals) {
      const last = runs.at(-1);
      if (last?.type === type) last.count += 1;
      else runs.push({ type, count: 1 });
    }
    bytes.unsigned(runs.length);
    for (const { type, count } of runs) {
      bytes.unsigned(count);
      bytes.byte(valueTypes[type]);
    }
    bytes.append(this.prologue.toUint8Array());
    bytes.append(this.code.toUint8Array());
    bytes.byte(control.end);
    return bytes.toUint8Array();
  }
}
