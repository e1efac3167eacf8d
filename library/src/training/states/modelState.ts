// The weights of a model: on the host, on a backend, or both, whichever is newer.
import type { Backend, Eventually } from "../../backends/index.ts";
import type { Network } from "../../nn/index.ts";
import { type ArrayData, BackendError, type NdArray } from "../../tensor/index.ts";
import { chain, immediately } from "../eventually.ts";
import { bindingNames, initializationProgram } from "../programs/index.ts";
import {
  checkWeightNames,
  joinWeights,
  layoutOf,
  type ParameterLayout,
  splitWeights,
} from "../programs/parameterLayout.ts";
import { Runtime } from "../runtime.ts";

/** Both flat states of a model on the host. */
export interface HostStates {
  readonly parameters: ArrayData;
  readonly statistics: ArrayData;
}

/** The weights of a model whose shapes are known. */
export class ModelState {
  readonly network: Network;
  readonly layout: ParameterLayout;
  private readonly seed: number;
  /** A copy on the host; undefined where the backend's memory is newer, or nothing has been computed yet. */
  private host: HostStates | undefined;
  private runtime: Runtime | undefined;
  private opening: Promise<Runtime> | undefined;
  private isUploaded = false;
  /** How many still use its memory, and whether it is given back after the last of them. */
  private users = 0;
  private isReleased = false;

  constructor(network: Network, seed: number) {
    this.network = network;
    this.layout = layoutOf(network);
    this.seed = seed;
  }

  /** The model's place on the backend that it used last. */
  get current(): Runtime | undefined {
    return this.runtime;
  }

  /** The model's place on a backend, with its present weights in memory. */
  open(backend: Backend): Eventually<Runtime> {
    if (this.runtime?.backend === backend) {
      this.upload(this.runtime);
      return this.runtime;
    }
    if (this.opening !== undefined) return this.opening.then(() => this.open(backend));
    // What another backend holds is taken along.
    const taken: Eventually<unknown> = this.runtime === undefined ? undefined : this.copy(backend);
    const opened = chain(taken, () => chain(backend.open(), (session) => this.moveTo(new Runtime(backend, session))));
    if (opened instanceof Promise) {
      this.opening = opened;
      return opened.finally(() => {
        this.opening = undefined;
      });
    }
    return opened;
  }

  private moveTo(runtime: Runtime): Eventually<Runtime> {
    this.allocate(runtime);
    const ready = this.host === undefined ? this.initialize(runtime) : undefined;
    return chain(ready, () => {
      this.isUploaded = this.host === undefined;
      this.runtime = runtime;
      this.upload(runtime);
      return runtime;
    });
  }

  private allocate(runtime: Runtime): void {
    const { parameterCount, statisticsCount } = this.layout;
    if (parameterCount > 0) runtime.state(bindingNames.parameters, { shape: [parameterCount], dtype: "float" });
    if (statisticsCount > 0) runtime.state(bindingNames.statistics, { shape: [statisticsCount], dtype: "float" });
  }

  private initialize(runtime: Runtime): Eventually<void> {
    if (this.network.weights.length === 0) return;
    const shared = [bindingNames.parameters, bindingNames.statistics];
    const program = () => initializationProgram(this.network, this.layout);
    return chain(runtime.prepare("initialize", program, { shared }), ({ own, invocation }) => {
      own[bindingNames.seed]?.write([this.seed | 0]);
      return invocation?.run();
    });
  }

  private upload(runtime: Runtime): void {
    if (this.isUploaded || this.host === undefined) return;
    runtime.knownState(bindingNames.parameters)?.write(this.host.parameters);
    runtime.knownState(bindingNames.statistics)?.write(this.host.statistics);
    this.isUploaded = true;
  }

  /** Keeps its memory while it is used, though the model may get another state in the meantime. */
  async using<T>(use: () => Promise<T>): Promise<T> {
    this.users += 1;
    try {
      return await use();
    } finally {
      this.users -= 1;
      this.giveBack();
    }
  }

  /** Gives the memory on the backend back, after those who use it now; nobody may begin to use it any more. */
  release(): void {
    this.isReleased = true;
    this.giveBack();
  }

  private giveBack(): void {
    if (this.isReleased && this.users === 0) this.runtime?.forget(() => true);
  }

  /** Copies weights that were set on the host to the backend, if there are any. */
  synchronize(): void {
    if (this.runtime !== undefined) this.upload(this.runtime);
  }

  /** From now on the backend's memory is newer. */
  trained(): void {
    this.host = undefined;
  }

  /** A copy of both states, from wherever they are newer. */
  copy(backend: Backend): Eventually<HostStates> {
    if (this.host !== undefined) return this.host;
    return chain(this.runtime ?? this.open(backend), (runtime) => {
      const read = (name: string): Eventually<ArrayData> => runtime.knownState(name)?.read() ?? new Float32Array(0);
      return chain(read(bindingNames.parameters), (parameters) =>
        chain(read(bindingNames.statistics), (statistics) => {
          this.host = { parameters, statistics };
          return this.host;
        }),
      );
    });
  }

  /** The same at once. @throws {BackendError} when the newer ones are on a backend that only promises them. */
  read(backend: Backend): HostStates {
    return immediately(this.copy(backend), "reading the weights");
  }

  /** Replaces both states. */
  write(states: HostStates): void {
    this.host = states;
    this.isUploaded = false;
    this.synchronize();
  }

  /** Every weight by its name, in the order of the layers. */
  weights(backend: Backend): Map<string, NdArray> {
    const { parameters, statistics } = this.read(backend);
    const byName = new Map([
      ...splitWeights(this.layout.parameters, parameters),
      ...splitWeights(this.layout.statistics, statistics),
    ]);
    return new Map(
      this.network.weights.map(({ name }) => {
        const weight = byName.get(name);
        if (weight === undefined) throw new BackendError(`the weight "${name}" has no memory`);
        return [name, weight];
      }),
    );
  }

  /**
   * Replaces weights by their names; others stay.
   *
   * @throws {DataError} for an unknown name or another shape; then nothing is replaced.
   */
  replace(weights: ReadonlyMap<string, NdArray>, backend: Backend): void {
    checkWeightNames(this.network, weights.keys());
    const isComplete = this.network.weights.every(({ name }) => weights.has(name));
    const { parameterCount, statisticsCount } = this.layout;
    const present = isComplete ? undefined : this.read(backend);
    const parameters = present?.parameters.slice() ?? memoryFor(weights, parameterCount);
    const statistics = present?.statistics.slice() ?? memoryFor(weights, statisticsCount);
    joinWeights(this.layout.parameters, weights, parameters);
    joinWeights(this.layout.statistics, weights, statistics);
    this.write({ parameters, statistics });
  }
}

function memoryFor(weights: ReadonlyMap<string, NdArray>, length: number): ArrayData {
  const isDouble = [...weights.values()].some(({ data }) => data instanceof Float64Array);
  return isDouble ? new Float64Array(length) : new Float32Array(length);
}
