// The interface of a backend: how plans run, and where their numbers stand.
import type { Plan, PlanTarget } from "../graph/index.ts";
import type { ArrayData, Spec } from "../tensor/index.ts";

/** A value now, or a promise of it on backends that work asynchronously. */
export type Eventually<T> = T | Promise<T>;

/** Memory of one value inside a session: a binding of plans. */
export interface Storage {
  readonly spec: Spec;
  /**
   * Copies `count` numbers (default: all of `values` from `from` on) to the storage from element `to` on.
   *
   * @throws {BackendError} when they do not fit.
   */
  write(values: ArrayLike<number>, from?: number, count?: number, to?: number): void;
  /** A copy of all numbers. */
  read(): Eventually<ArrayData>;
  /** Gives the memory back to the session. Used by the training loop; users never need it. */
  release(): void;
}

/** A plan made ready to run. */
export interface Executable {
  readonly plan: Plan;
  /**
   * Binds storages to the plan's bindings by name, once; the result runs the plan any number of times without
   * allocating anything.
   *
   * @throws {BackendError} when a binding is missing or a storage has another size or dtype.
   */
  bind(storages: Readonly<Record<string, Storage>>): Invocation;
}

/** One run of a whole plan. */
export interface Invocation {
  run(): Eventually<void>;
}

/** Memory in which plans run; it is collected with the last reference to it. */
export interface Session {
  /** Zero-filled memory for one value. @throws {BackendError} when there is not enough. */
  allocate(spec: Spec): Storage;
  compile(plan: Plan): Eventually<Executable>;
  /** Bytes that the session holds at present, for tests of memory growth. */
  readonly bytes: number;
}

/** A way of running plans. */
export interface Backend extends PlanTarget {
  readonly name: string;
  /** Whether the same plan and inputs give the same bits on every machine. */
  readonly deterministic: boolean;
  open(): Eventually<Session>;
}

/** The same without promises: what a predictor for one row and a training loop without waiting need. */
export interface SynchronousStorage extends Storage {
  read(): ArrayData;
  /** One number, without allocating anything. */
  get(index: number): number;
}
/** An invocation that has run when `run` returns. */
export interface SynchronousInvocation extends Invocation {
  run(): void;
}
/** An executable whose invocations run at once. */
export interface SynchronousExecutable extends Executable {
  bind(storages: Readonly<Record<string, Storage>>): SynchronousInvocation;
}
/** A session that answers at once. */
export interface SynchronousSession extends Session {
  allocate(spec: Spec): SynchronousStorage;
  compile(plan: Plan): SynchronousExecutable;
}
/** A backend that answers at once. */
export interface SynchronousBackend extends Backend {
  open(): SynchronousSession;
}
