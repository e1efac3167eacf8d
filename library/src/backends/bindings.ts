// Checks that every backend makes when storages are bound to a plan.
import type { Plan } from "../graph/index.ts";
import { BackendError, formatShape, type Spec, sameShape } from "../tensor/index.ts";
import type { Storage } from "./backend.ts";

const describe = ({ dtype, shape }: Spec): string => `${dtype} ${formatShape(shape)}`;

/**
 * The storage of one binding of a plan.
 *
 * @throws {BackendError} when it is missing or has another shape or dtype than the binding.
 */
export function boundStorage(plan: Plan, name: string, storages: Readonly<Record<string, Storage>>): Storage {
  const storage = storages[name];
  const binding = plan.bindings.get(name);
  if (binding === undefined) {
    throw new BackendError(`the plan has no binding "${name}"`, { expected: [...plan.bindings.keys()].join(", ") });
  }
  if (storage === undefined) {
    throw new BackendError(`the ${binding.role} "${name}" of the plan is not bound`, {
      expected: `a storage for ${describe(binding.spec)}`,
    });
  }
  if (storage.spec.dtype !== binding.spec.dtype || !sameShape(storage.spec.shape, binding.spec.shape)) {
    throw new BackendError(`the storage bound to "${name}" does not fit`, {
      got: describe(storage.spec),
      expected: describe(binding.spec),
    });
  }
  return storage;
}

/** The range of a write, checked. @throws {BackendError} when it is outside of the values or of the storage. */
export function writeRange(
  size: number,
  values: ArrayLike<number>,
  [from, count, to]: readonly [from: number, count: number, to: number],
): void {
  if (from < 0 || to < 0 || count < 0 || from + count > values.length || to + count > size) {
    throw new BackendError("the numbers to write do not fit the storage", {
      got: `${count} numbers from ${from} of ${values.length}, to ${to}`,
      expected: `at most ${size} numbers`,
    });
  }
}
