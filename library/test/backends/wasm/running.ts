// Runs plans on the wasm backend for tests, and reads strided memory as the tests expect it.

import type { SynchronousBackend } from "../../../src/backends/index.ts";
import { wasm } from "../../../src/backends/wasm/index.ts";
import type { Plan } from "../../../src/graph/index.ts";
import { type ScalarKind, type Shape, sizeOf, type View } from "../../../src/tensor/index.ts";

/** Runs a plan once on storages that hold `values`; gives the contents of all of them afterwards. */
export function runPlan(
  plan: Plan,
  values: Readonly<Record<string, ArrayLike<number>>>,
  backend: SynchronousBackend = wasm,
): Record<string, number[]> {
  const session = backend.open();
  const names = [...plan.bindings.keys()];
  const storages = Object.fromEntries(
    [...plan.bindings].map(([name, { spec }]) => {
      const storage = session.allocate(spec);
      storage.write(values[name] ?? []);
      return [name, storage] as const;
    }),
  );
  session.compile(plan).bind(storages).run();
  return Object.fromEntries(names.map((name) => [name, Array.from(storages[name]?.read() ?? [])]));
}

/** All positions of a shape, row-major. */
export function positionsOf(shape: Shape): number[][] {
  return Array.from({ length: sizeOf(shape) }, (_, index) => {
    let rest = index;
    const position: number[] = [];
    for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
      const size = shape[axis] ?? 1;
      position.unshift(rest % size);
      rest = Math.floor(rest / size);
    }
    return position;
  });
}

/** Where an element of a view stands. */
export function placeIn({ offset, strides }: View, position: readonly number[]): number {
  return position.reduce((sum, index, axis) => sum + index * (strides[axis] ?? 0), offset);
}

/** Numbers of a kind that reach every special case sooner or later. */
export function specialNumbers(kind: ScalarKind): readonly number[] {
  if (kind === "bool") return [0, 1];
  const integers = [0, 1, -1, 2, 3, 7, -128, 65_535, 2 ** 30, 2 ** 31 - 1, -(2 ** 31), -123_456_789];
  if (kind === "int") return integers;
  return [
    ...[0, -0, 1, -1, 0.5, -0.5, 1.5, 2.5, -2.5, 3.7, 1e-3, -123.456, 16_777_217, 2 ** 31, -(2 ** 31), 3e9, -3e9],
    ...[1e-40, -1e-40, 1.401298464324817e-45, 1.1754943508222875e-38, 3.4028234663852886e38, -3.4028234663852886e38],
    ...[Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN, 1e30, -1e30, 8_388_608.5, 0.49999997],
  ].map(Math.fround);
}
