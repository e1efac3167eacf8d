// The reference backend: float64, node by node, readable; every kernel of every other backend is tested against it.
import type { Plan, Program } from "../../graph/index.ts";
import { referenceData, referenceValue } from "../../ops/index.ts";
import { type ArrayData, BackendError, NdArray, type Spec, sizeOf, type Tensor } from "../../tensor/index.ts";
import type {
  Storage,
  SynchronousBackend,
  SynchronousExecutable,
  SynchronousSession,
  SynchronousStorage,
} from "../backend.ts";
import { boundStorage, writeRange } from "../bindings.ts";

class ReferenceStorage implements SynchronousStorage {
  readonly spec: Spec;
  /** Replaced as a whole by updates, so that a value read earlier in the same run stays what it was. */
  data: ArrayData;
  private readonly forget: () => void;

  constructor(spec: Spec, forget: (storage: ReferenceStorage) => void) {
    this.spec = spec;
    this.data = referenceData(spec.dtype, sizeOf(spec.shape));
    this.forget = () => forget(this);
  }
  write(values: ArrayLike<number>, from = 0, count = values.length - from, to = 0): void {
    writeRange(this.data.length, values, [from, count, to]);
    for (let index = 0; index < count; index += 1) this.data[to + index] = values[from + index] ?? Number.NaN;
  }
  read(): ArrayData {
    return this.data.slice();
  }
  get(index: number): number {
    return this.data[index] ?? Number.NaN;
  }
  release(): void {
    this.forget();
  }
}

function referenceStorage(storage: Storage): ReferenceStorage {
  if (storage instanceof ReferenceStorage) return storage;
  throw new BackendError("a storage of another backend was bound to a plan of the reference backend");
}

/** Computes every node of a program from the values of its inputs. */
export function evaluateProgram(program: Program, inputValue: (input: Tensor) => NdArray): Map<Tensor, NdArray> {
  const values = new Map<Tensor, NdArray>();
  const computed = (node: Tensor): NdArray => {
    const value = values.get(node);
    if (value === undefined) throw new BackendError("the nodes of the program are not in topological order");
    return value;
  };
  for (const node of program.nodes) {
    const { operation, inputs, attributes } = node;
    const value =
      operation.source === "input"
        ? inputValue(node)
        : referenceValue(operation, inputs.map(computed), node, attributes);
    values.set(node, value);
  }
  return values;
}

function runProgram(program: Program, storages: ReadonlyMap<string, ReferenceStorage>): void {
  const stored = (name: string): ReferenceStorage => {
    const storage = storages.get(name);
    if (storage === undefined) throw new BackendError(`"${name}" is not bound`);
    return storage;
  };
  const values = evaluateProgram(program, (node) => new NdArray(stored(String(node.attributes.name)).data, node.shape));
  const result = (node: Tensor): ArrayData => values.get(node)?.data.slice() ?? referenceData(node.dtype, 0);
  for (const [name, node] of program.outputs) stored(name).data = result(node);
  for (const { state, value } of program.updates) stored(String(state.attributes.name)).data = result(value);
}

class ReferenceExecutable implements SynchronousExecutable {
  readonly plan: Plan;
  constructor(plan: Plan) {
    this.plan = plan;
  }
  bind(storages: Readonly<Record<string, Storage>>) {
    const bound = new Map(
      [...this.plan.bindings.keys()].map((name) => [name, referenceStorage(boundStorage(this.plan, name, storages))]),
    );
    return { run: () => runProgram(this.plan.program, bound) };
  }
}

class ReferenceSession implements SynchronousSession {
  private readonly storages = new Set<ReferenceStorage>();
  get bytes(): number {
    return [...this.storages].reduce((sum, { data }) => sum + data.byteLength, 0);
  }
  allocate(spec: Spec): SynchronousStorage {
    const storage = new ReferenceStorage(spec, (released) => this.storages.delete(released));
    this.storages.add(storage);
    return storage;
  }
  compile(plan: Plan): SynchronousExecutable {
    return new ReferenceExecutable(plan);
  }
}

/**
 * The living definition: every operation by its float64 reference, in order. Slow, exact, the same everywhere but for
 * the last digit of `Math.exp` and its like, which JavaScript engines may choose.
 */
export const reference: SynchronousBackend = {
  name: "reference",
  deterministic: true,
  hasKernel: ({ decompose, loop }) => decompose === undefined || loop !== undefined,
  readsStrides: () => true,
  scratchSize: () => 0,
  open: () => new ReferenceSession(),
};
