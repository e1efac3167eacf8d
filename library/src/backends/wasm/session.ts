// A session: one WebAssembly memory, what stands in it, and the code that runs on it.
import type { Plan } from "../../graph/index.ts";
import { BackendError, type Spec, sizeOf } from "../../tensor/index.ts";
import type { SynchronousSession } from "../backend.ts";
import { Allocator, blockAlignment } from "./allocator.ts";
import type { CompiledPlan } from "./compilePlan.ts";
import { WasmExecutable } from "./executable.ts";
import { compileModule } from "./moduleCache.ts";
import { elementBytes } from "./planLayout.ts";
import { WasmStorage } from "./storage.ts";

const pageBytes = 65_536;
const maximumPages = 65_536;
const initialTableEntries = 16;

/** A block of memory; shared with the finalizers, which must not hold what they wait for. */
interface Block {
  readonly address: number;
  readonly bytes: number;
}

/** @throws {BackendError} when the engine has no addresses left, after thousands of sessions that are still held. */
function openMemory(): WebAssembly.Memory {
  try {
    return new WebAssembly.Memory({ initial: 1 });
  } catch (cause) {
    throw new BackendError("the engine has no memory for another session", {
      fix: "Use one session for several plans, or let go of those that are no longer needed",
      cause,
    });
  }
}

/**
 * Memory in which plans run. All of it is collected with the last reference to the session; what a storage or an
 * executable holds of it goes back when the storage or executable is collected.
 */
export class WasmSession implements SynchronousSession {
  readonly memory: WebAssembly.Memory;
  /** All of the memory as float32; renewed when the memory grows. */
  floats: Float32Array;
  /** All of the memory as int32; renewed when the memory grows. */
  integers: Int32Array;
  /** Number of the invocation whose addresses stand in the table; 0 for none. */
  current = 0;
  private readonly allocator: Allocator;
  private readonly compilePlan: (plan: Plan) => CompiledPlan;
  private readonly instances = new WeakMap<WebAssembly.Module, WebAssembly.Instance>();
  private readonly collected: FinalizationRegistry<Block>;
  private arena: Block = { address: 0, bytes: 0 };
  private table: Block = { address: 0, bytes: 0 };
  private invocations = 0;

  constructor(compilePlan: (plan: Plan) => CompiledPlan) {
    this.compilePlan = compilePlan;
    this.memory = openMemory();
    this.floats = new Float32Array(this.memory.buffer);
    this.integers = new Int32Array(this.memory.buffer);
    // Address 0 stays unused, so that a missing address cannot be mistaken for one.
    this.allocator = new Allocator(blockAlignment, (end) => this.grow(end));
    const { allocator } = this;
    this.collected = new FinalizationRegistry(({ address }) => allocator.release(address));
    this.reserveTable(initialTableEntries);
  }

  get bytes(): number {
    return this.allocator.bytes;
  }

  private grow(end: number): boolean {
    const present = this.memory.buffer.byteLength;
    if (end <= present) return true;
    const wanted = Math.max(Math.ceil(end / pageBytes), Math.ceil((present * 1.25) / pageBytes));
    const pages = Math.min(maximumPages, wanted);
    if (end > pages * pageBytes) return false;
    try {
      this.memory.grow(pages - present / pageBytes);
    } catch {
      return false;
    }
    this.floats = new Float32Array(this.memory.buffer);
    this.integers = new Int32Array(this.memory.buffer);
    return true;
  }

  allocate(spec: Spec): WasmStorage {
    const bytes = sizeOf(spec.shape) * elementBytes;
    const address = this.allocator.allocate(bytes);
    this.integers.fill(0, address / elementBytes, (address + bytes) / elementBytes);
    const storage = new WasmStorage(this, spec, address);
    this.collected.register(storage, { address, bytes }, storage);
    return storage;
  }

  /** Takes the memory of a storage back; called by the storage itself. */
  free(storage: WasmStorage): void {
    this.collected.unregister(storage);
    this.allocator.release(storage.address);
    this.current = 0;
  }

  compile(plan: Plan): WasmExecutable {
    const compiled = this.compilePlan(plan);
    const instance = this.instantiate(compileModule(compiled.bytes));
    this.reserveArena(compiled.arenaBytes);
    this.reserveTable(compiled.bindings.length + 2);
    const constants = this.placeConstants(compiled.constants);
    const executable = new WasmExecutable(this, plan, compiled, instance, constants.address);
    if (constants.bytes > 0) this.collected.register(executable, constants);
    return executable;
  }

  private instantiate(module: WebAssembly.Module): WebAssembly.Instance {
    const known = this.instances.get(module);
    if (known !== undefined) return known;
    const instance = new WebAssembly.Instance(module, { env: { memory: this.memory } });
    this.instances.set(module, instance);
    return instance;
  }

  private placeConstants(words: Int32Array): Block {
    const bytes = words.length * elementBytes;
    if (bytes === 0) return { address: 0, bytes };
    const address = this.allocator.allocate(bytes);
    this.integers.set(words, address / elementBytes);
    return { address, bytes };
  }

  /** Working memory is shared by all executables: nothing in it outlives a run. */
  private reserveArena(bytes: number): void {
    if (bytes <= this.arena.bytes) return;
    this.allocator.release(this.arena.address);
    this.arena = { address: this.allocator.allocate(bytes), bytes };
    this.current = 0;
  }

  private reserveTable(entries: number): void {
    const bytes = entries * elementBytes;
    if (bytes <= this.table.bytes) return;
    this.allocator.release(this.table.address);
    this.table = { address: this.allocator.allocate(bytes), bytes };
    this.current = 0;
  }

  /** A number for a new invocation. */
  nextInvocation(): number {
    this.invocations += 1;
    return this.invocations;
  }

  /** Address of the table of addresses. */
  get tableAddress(): number {
    return this.table.address;
  }

  /** Writes the addresses of an invocation into the table. */
  fillTable(invocation: number, constants: number, storages: readonly WasmStorage[]): void {
    const start = this.table.address / elementBytes;
    this.integers[start] = this.arena.address;
    this.integers[start + 1] = constants;
    for (let index = 0; index < storages.length; index += 1) {
      const storage = storages[index];
      if (storage === undefined || storage.released) {
        throw new BackendError("a run uses memory that has been released", { fix: "Bind the executable again" });
      }
      this.integers[start + 2 + index] = storage.address;
    }
    this.current = invocation;
  }
}
