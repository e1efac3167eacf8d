// padPictures: what the padding "same" adds around pictures.
import type { Tensor } from "../tensor/index.ts";
import { pad } from "./pad.ts";
import { samePadding, type WindowSteps, windowExtent } from "./windowGeometry.ts";

/** Windows: their size and how they move. */
export interface Windows extends WindowSteps {
  readonly size: readonly number[];
}

/** Pictures with `value` around them, so that there are `ceil(size / stride)` windows along height and width. */
export function padPictures(x: Tensor, { size, strides, dilations }: Windows, value = 0): Tensor {
  const around = [0, 1].map((axis) =>
    samePadding(x.shape[axis + 1] ?? 0, windowExtent(size[axis] ?? 1, dilations[axis] ?? 1), strides[axis] ?? 1),
  );
  const [[top, bottom] = [0, 0], [left, right] = [0, 0]] = around;
  return pad(x, { low: [0, top, left, 0], high: [0, bottom, right, 0], value });
}
