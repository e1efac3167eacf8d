// Memory of one value in a session.
import { BackendError, type Spec, sizeOf } from "../../tensor/index.ts";
import type { SynchronousStorage } from "../backend.ts";
import { elementBytes } from "./planLayout.ts";
import type { WasmSession } from "./session.ts";

/** Numbers above which copying by the engine's own `set` is faster than a loop. */
const smallCopy = 64;

/** A value at a fixed address of a session's memory. */
export class WasmStorage implements SynchronousStorage {
  readonly spec: Spec;
  readonly session: WasmSession;
  /** Where it begins, in bytes. */
  readonly address: number;
  readonly size: number;
  private gone = false;

  constructor(session: WasmSession, spec: Spec, address: number) {
    this.session = session;
    this.spec = spec;
    this.address = address;
    this.size = sizeOf(spec.shape);
  }

  get released(): boolean {
    return this.gone;
  }

  private get numbers(): Float32Array | Int32Array {
    this.assertHeld();
    return this.spec.dtype === "float" ? this.session.floats : this.session.integers;
  }

  private assertHeld(): void {
    if (this.gone) {
      throw new BackendError("this memory has been released", { fix: "Allocate it again with session.allocate" });
    }
  }

  write(values: ArrayLike<number>, from = 0, count = values.length - from, to = 0): void {
    const { numbers } = this;
    if (from < 0 || count < 0 || to < 0 || from + count > values.length || to + count > this.size) {
      throw new BackendError("the numbers do not fit the memory", {
        got: `${count} numbers from ${from} of ${values.length}, to element ${to}`,
        expected: `at most ${this.size} numbers in all`,
      });
    }
    const start = this.address / elementBytes + to;
    if (this.spec.dtype === "bool") {
      for (let index = 0; index < count; index += 1) numbers[start + index] = values[from + index] === 0 ? 0 : 1;
    } else if (count > smallCopy && ArrayBuffer.isView(values)) {
      copyTyped(numbers, start, values, from, count);
    } else {
      for (let index = 0; index < count; index += 1) numbers[start + index] = values[from + index] ?? 0;
    }
  }

  read(): Float32Array | Int32Array {
    const start = this.address / elementBytes;
    return this.numbers.slice(start, start + this.size);
  }

  get(index: number): number {
    const { numbers } = this;
    if (!(index >= 0 && index < this.size)) {
      throw new BackendError("there is no such element", {
        got: `element ${index}`,
        expected: `0 to ${this.size - 1}`,
      });
    }
    return numbers[this.address / elementBytes + index] ?? Number.NaN;
  }

  release(): void {
    if (this.gone) return;
    this.gone = true;
    this.session.free(this);
  }
}

type TypedNumbers = Float32Array | Float64Array | Int32Array;

const isTyped = (values: ArrayLike<number>): values is TypedNumbers =>
  values instanceof Float32Array || values instanceof Float64Array || values instanceof Int32Array;

function copyTyped(
  numbers: Float32Array | Int32Array,
  start: number,
  values: ArrayLike<number>,
  from: number,
  count: number,
): void {
  if (isTyped(values))
    numbers.set(from === 0 && count === values.length ? values : values.subarray(from, from + count), start);
  else for (let index = 0; index < count; index += 1) numbers[start + index] = values[from + index] ?? 0;
}
