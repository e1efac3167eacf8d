// cast: the same numbers as another dtype.
import type { Dtype, Random, Sample, Scalar, Tensor } from "../tensor/index.ts";
import { defineOp, type Op, withArguments } from "./defineOp.ts";
import { isProbability } from "./logarithmOf.ts";
import { booleanSamples, floatArray, integerArray, randomArray } from "./samples.ts";

type CastAttributes = { readonly dtype: Dtype };

const raw = defineOp({
  name: "cast",
  operands: ["x"],
  notation: "{x}",
  infer: ([x], { dtype }: CastAttributes) => ({ shape: x?.shape ?? [], dtype }),
  scalar: ([x]: readonly [Scalar], { dtype }) => convert(x, dtype),
  vjp: { x: (g) => g },
  simplify: ({ inputs: [x], dtype }) => (x?.dtype === dtype ? x : undefined),
  isProbability: ({ inputs: [x] }) => x !== undefined && (x.dtype === "bool" || isProbability(x)),
  samples,
});

function convert(x: Scalar, dtype: Dtype): Scalar {
  if (dtype === "float") return toFloat(x);
  return dtype === "int32" ? toInt(x) : toBool(x);
}

function toFloat(x: Scalar): Scalar {
  if (x.kind === "bool") return x.select(1, 0);
  return x.kind === "int" ? x.toFloat() : x;
}

function toInt(x: Scalar): Scalar {
  if (x.kind === "bool") return x.selectInt(1, 0);
  return x.kind === "float" ? x.toInt() : x;
}

function toBool(x: Scalar): Scalar {
  return x.kind === "bool" ? x : x.equal(0).not();
}

/**
 * The same numbers as another dtype. Floats become int32 by truncation toward zero, saturating at the ends of int32
 * (NaN gives 0); numbers become bool by being different from 0; a bool becomes 0 or 1.
 */
export const cast: Op<(x: Tensor, dtype: Dtype) => Tensor> = withArguments(raw, (x: Tensor, dtype: Dtype) =>
  raw(x, { dtype }),
);

function samples(random: Random): readonly Sample[] {
  const limits = [1.9, -1.9, 0.5, -0.5, 0, 1e10, -1e10, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const sources: readonly Sample[] = [
    { title: "from float", inputs: [randomArray(random, [5, 13], -9, 9)] },
    { title: "from float, at the limits", inputs: [floatArray(limits)], differentiable: false },
    { title: "from int32", inputs: [integerArray(random, [5, 13], -2, 3)] },
    ...booleanSamples(random, 1),
  ];
  const dtypes: readonly Dtype[] = ["float", "int32", "bool"];
  return sources.flatMap((sample) =>
    dtypes.map((dtype) => ({ ...sample, title: `${sample.title} to ${dtype}`, attributes: { dtype } })),
  );
}
