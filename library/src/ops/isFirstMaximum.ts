// isFirstMaximum: where in each window the first of its largest elements stands.
import type { Tensor } from "../tensor/index.ts";
import { add } from "./add.ts";
import { cast } from "./cast.ts";
import { equal } from "./equal.ts";
import { iota } from "./iota.ts";
import { max } from "./max.ts";
import { min } from "./min.ts";
import { multiply } from "./multiply.ts";
import { select } from "./select.ts";
import { type WindowsOptions, windows2D } from "./windows2D.ts";

/** For each element of each window `[batch, rows, columns, i, j, channels]`, whether it is the first maximum of its window. */
export function isFirstMaximum(x: Tensor, options: WindowsOptions): Tensor {
  const windows = windows2D(x, options);
  const [height = 1, width = 1] = windows.shape.slice(3);
  const inWindow = [1, 1, 1, height, width, 1];
  const position = cast(
    add(multiply(iota({ shape: inWindow, axis: 3 }), width), iota({ shape: inWindow, axis: 4 })),
    "float",
  );
  const isLargest = equal(windows, max(windows, { axes: [3, 4], keepDims: true }));
  const first = min(select(isLargest, position, height * width), { axes: [3, 4], keepDims: true });
  return equal(position, first);
}
