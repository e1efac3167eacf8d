// RowMemory: rows of data in a backend's memory.
import type { Session, Storage } from "../../backends/index.ts";
import type { Network } from "../../nn/index.ts";
import { inputBinding, targetBinding, weightBinding } from "../programs/index.ts";
import type { PreparedRows } from "../rows/rows.ts";
import { releaseAll } from "../runtime.ts";

/** Memory for as many rows as its first ones, by the names of their bindings. */
export class RowMemory {
  readonly storages: Readonly<Record<string, Storage>>;
  /** How many rows there is room for. */
  readonly capacity: number;

  constructor(session: Session, network: Network, rows: PreparedRows) {
    const storages: Record<string, Storage> = {};
    network.inputs.forEach(({ shape, dtype }, position) => {
      storages[inputBinding(position)] = session.allocate({ shape: [rows.rows, ...shape], dtype });
    });
    rows.y.forEach(({ form, data }, position) => {
      storages[targetBinding(position)] = session.allocate({ shape: data.shape, dtype: form.dtype });
    });
    rows.weights.forEach((weights, position) => {
      if (weights === undefined) return;
      storages[weightBinding(position)] = session.allocate({ shape: weights.shape, dtype: "float" });
    });
    this.storages = storages;
    this.capacity = rows.rows;
    this.load(rows);
  }

  /** Writes rows of the same forms, at most as many as there is room for. */
  load({ x, y, weights }: PreparedRows): void {
    x.forEach((array, position) => void this.storages[inputBinding(position)]?.write(array.data));
    y.forEach(({ data }, position) => void this.storages[targetBinding(position)]?.write(data.data));
    weights.forEach((array, position) => {
      if (array !== undefined) this.storages[weightBinding(position)]?.write(array.data);
    });
  }

  release(): void {
    releaseAll(this.storages);
  }
}
