// A model's place on a backend: its states in a session, and the programs that have been compiled there.
import type { Backend, Eventually, Executable, Invocation, Session, Storage } from "../backends/index.ts";
import { createPlan, type Program } from "../graph/index.ts";
import { GraphError, type Spec } from "../tensor/index.ts";
import { chain } from "./eventually.ts";
import { LeastRecentlyUsed } from "./leastRecentlyUsed.ts";

/** A compiled program with memory for what is its own; states are shared with other programs. */
export class Prepared {
  readonly executable: Executable;
  /** Memory of its own bindings, by name. */
  readonly own: Readonly<Record<string, Storage>>;
  /** One invocation on its own memory, where all bindings have some. */
  readonly invocation: Invocation | undefined;
  /** Whether it had to make room for other programs: nobody may begin to use it any more. */
  isReleased = false;
  /** How many still use it; its memory is given back after the last of them. */
  private holders = 0;
  /** The last use of its memory that has not ended, on backends that only promise their answers. */
  private using: Promise<void> | undefined;

  constructor(executable: Executable, own: Readonly<Record<string, Storage>>, invocation: Invocation | undefined) {
    this.executable = executable;
    this.own = own;
    this.invocation = invocation;
  }

  /** Uses its memory after every earlier use has ended: at once where nothing has to be waited for. */
  exclusively<T>(use: () => Eventually<T>): Eventually<T> {
    const result = this.using === undefined ? use() : this.using.then(use);
    if (!(result instanceof Promise)) return result;
    this.hold();
    const end = (): void => {
      if (this.using === ended) this.using = undefined;
      this.letGo();
    };
    const ended = result.then(end, end);
    this.using = ended;
    return result;
  }

  /** Keeps its memory until {@link letGo}, though it may have to make room for others. */
  hold(): void {
    this.holders += 1;
  }

  letGo(): void {
    this.holders -= 1;
    if (this.isReleased && this.holders === 0) releaseAll(this.own);
  }

  release(): void {
    this.isReleased = true;
    if (this.holders === 0) releaseAll(this.own);
  }
}

/** How a program is prepared. */
export interface PrepareOptions {
  /** Bindings that are bound by the caller for each use: the rows of a training. */
  readonly lent?: readonly string[];
  /** Bindings that programs share: the states. */
  readonly shared: readonly string[];
}

/** Programs that stay compiled: sizes of batches that alternate, for training, evaluation and prediction. */
const keptPrograms = 24;

/** A model's place on a backend. */
export class Runtime {
  readonly backend: Backend;
  readonly session: Session;
  private readonly shared = new Map<string, Storage>();
  private readonly preparing = new Map<string, Promise<Prepared>>();
  private readonly prepared = new LeastRecentlyUsed<string, Prepared>(keptPrograms, (old) => old.release());

  constructor(backend: Backend, session: Session) {
    this.backend = backend;
    this.session = session;
  }

  /** Memory of a state that programs share, made at its first use. */
  state(name: string, spec: Spec, initial = 0): Storage {
    const known = this.shared.get(name);
    if (known !== undefined) return known;
    const storage = this.session.allocate(spec);
    if (initial !== 0) storage.write(new Float64Array(spec.shape[0] ?? 1).fill(initial));
    this.shared.set(name, storage);
    return storage;
  }

  /** The state of that name, if a program has used it. */
  knownState(name: string): Storage | undefined {
    return this.shared.get(name);
  }

  /** Gives up states (the slots of a former optimizer) and every compiled program. */
  forget(isForgotten: (state: string) => boolean): void {
    this.prepared.clear();
    for (const [name, storage] of this.shared) {
      if (!isForgotten(name)) continue;
      storage.release();
      this.shared.delete(name);
    }
  }

  /** Compiles a program once for a key, and gives it memory. */
  prepare(key: string, program: () => Program, options: PrepareOptions): Eventually<Prepared> {
    const known = this.prepared.get(key) ?? this.preparing.get(key);
    if (known !== undefined) return known;
    const plan = createPlan(program(), this.backend);
    const result = chain(this.session.compile(plan), (executable) => {
      const entry = this.equip(executable, options);
      this.preparing.delete(key);
      this.prepared.set(key, entry);
      return entry;
    });
    if (result instanceof Promise) this.preparing.set(key, result);
    return result;
  }

  private equip(executable: Executable, { lent = [], shared }: PrepareOptions): Prepared {
    const own: Record<string, Storage> = {};
    for (const [name, { spec }] of executable.plan.bindings) {
      if (shared.includes(name)) this.state(name, spec);
      else if (!lent.includes(name)) own[name] = this.session.allocate(spec);
    }
    const invocation = lent.length === 0 ? this.bind(executable, own) : undefined;
    return new Prepared(executable, own, invocation);
  }

  /** Binds a program to its own memory, the shared states and what the caller lends. */
  bind(executable: Executable, own: Readonly<Record<string, Storage>>): Invocation {
    const storages: Record<string, Storage> = {};
    for (const name of executable.plan.bindings.keys()) {
      const storage = own[name] ?? this.shared.get(name);
      if (storage === undefined) throw new GraphError(`the binding "${name}" has no memory`);
      storages[name] = storage;
    }
    return executable.bind(storages);
  }
}

/** Gives memory back. */
export function releaseAll(storages: Readonly<Record<string, Storage>>): void {
  for (const storage of Object.values(storages)) storage.release();
}
