// A plan compiled for a session, and its bindings to storages.
import type { Plan } from "../../graph/index.ts";
import { BackendError, formatShape, type Spec, sameShape } from "../../tensor/index.ts";
import type { Storage, SynchronousExecutable, SynchronousInvocation } from "../backend.ts";
import { type CompiledPlan, runExport } from "./compilePlan.ts";
import type { WasmSession } from "./session.ts";
import { WasmStorage } from "./storage.ts";

type Run = (table: number) => void;

/** Code of a plan in a session's memory. */
export class WasmExecutable implements SynchronousExecutable {
  readonly plan: Plan;
  readonly session: WasmSession;
  /** Address of the constants; they are freed with this executable. */
  readonly constants: number;
  private readonly compiled: CompiledPlan;
  private readonly code: Run;

  constructor(
    session: WasmSession,
    plan: Plan,
    compiled: CompiledPlan,
    instance: WebAssembly.Instance,
    constants: number,
  ) {
    this.session = session;
    this.plan = plan;
    this.compiled = compiled;
    this.constants = constants;
    const run = instance.exports[runExport];
    if (typeof run !== "function") throw new BackendError(`compiled code exports no function "${runExport}"`);
    this.code = (table) => run(table);
  }

  bind(storages: Readonly<Record<string, Storage>>): SynchronousInvocation {
    const bound = this.compiled.bindings.map((name) => this.storage(name, storages[name]));
    this.checkDistinct(bound);
    return new WasmInvocation(this, this.code, bound);
  }

  private storage(name: string, storage: Storage | undefined): WasmStorage {
    if (storage === undefined) {
      throw new BackendError(`nothing is bound to "${name}"`, {
        expected: `storages for ${this.compiled.bindings.join(", ")}`,
      });
    }
    if (!(storage instanceof WasmStorage) || storage.session !== this.session) {
      throw new BackendError(`the storage bound to "${name}" belongs to another session`, {
        fix: "Allocate it in the session that compiled the plan",
      });
    }
    if (storage.released) throw new BackendError(`the storage bound to "${name}" has been released`);
    const spec = this.plan.bindings.get(name)?.spec ?? storage.spec;
    if (storage.spec.dtype !== spec.dtype || !sameShape(storage.spec.shape, spec.shape)) {
      throw new BackendError(`the storage bound to "${name}" does not fit it`, {
        got: describe(storage.spec),
        expected: describe(spec),
      });
    }
    return storage;
  }

  /** Steps may rely on it that what they write is not what another name reads. */
  private checkDistinct(storages: readonly WasmStorage[]): void {
    const names = new Map<WasmStorage, string>();
    const roles = [...this.plan.bindings.values()].map(({ role }) => role);
    storages.forEach((storage, index) => {
      const name = this.compiled.bindings[index] ?? "";
      const other = names.get(storage);
      const written =
        roles[index] !== "input" || (other !== undefined && this.plan.bindings.get(other)?.role !== "input");
      if (other !== undefined && written) {
        throw new BackendError(`"${other}" and "${name}" are bound to the same storage, and the plan writes it`);
      }
      names.set(storage, name);
    });
  }
}

const describe = ({ shape, dtype }: Spec): string => `${dtype} ${formatShape(shape)}`;

/** Runs an executable on fixed storages; a run allocates nothing. */
export class WasmInvocation implements SynchronousInvocation {
  private readonly executable: WasmExecutable;
  private readonly session: WasmSession;
  private readonly code: Run;
  private readonly storages: readonly WasmStorage[];
  private readonly number: number;

  constructor(executable: WasmExecutable, code: Run, storages: readonly WasmStorage[]) {
    this.executable = executable;
    this.session = executable.session;
    this.code = code;
    this.storages = storages;
    this.number = this.session.nextInvocation();
  }

  run(): void {
    const { session } = this;
    if (session.current !== this.number) session.fillTable(this.number, this.executable.constants, this.storages);
    this.code(session.tableAddress);
  }
}
