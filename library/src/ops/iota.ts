// iota: the position of each element along an axis.
import { normalizeAxis, type Shape, type Tensor } from "../tensor/index.ts";
import { checkedShape } from "./checkedShape.ts";
import { defineOp, type Op, withArguments } from "./defineOp.ts";

type IotaAttributes = { readonly shape: Shape; readonly axis: number };

const raw = defineOp({
  name: "iota",
  operands: [],
  notation: "iota",
  result: "int32",
  infer: (_inputs, { shape }: IotaAttributes) => ({ shape: checkedShape(shape), dtype: "int32" }),
  scalar: (_operands, { axis }, position) => position.coordinate(axis),
  vjp: {},
  samples: () => [
    { title: "rows", inputs: [], attributes: { shape: [2, 3], axis: 0 } },
    { title: "columns", inputs: [], attributes: { shape: [2, 3], axis: 1 } },
    { title: "odd sizes", inputs: [], attributes: { shape: [5, 3, 13], axis: 1 } },
    { title: "empty", inputs: [], attributes: { shape: [0, 3], axis: 0 } },
    { title: "large", inputs: [], attributes: { shape: [67, 129], axis: 1 } },
  ],
});

/** Shape of the result, and the axis along which it counts. */
export interface IotaOptions {
  readonly shape: Shape;
  /** Default -1, the last axis. */
  readonly axis?: number;
}

/** An int32 tensor that holds, in every element, its own position along an axis: 0, 1, 2, ... */
export const iota: Op<(options: IotaOptions) => Tensor> = withArguments(raw, ({ shape, axis = -1 }: IotaOptions) =>
  raw({ shape, axis: normalizeAxis(axis, shape.length) }),
);
