// Layers of several inputs: their values, and errors that name both shapes.
import { describe, expect, test } from "vitest";
import { reference, run, wasm } from "../../src/backends/index.ts";
import { buildNetwork, callNetwork, type Layer, type Network } from "../../src/nn/index.ts";
import { add, concatenate, multiply } from "../../src/nn/layers/index.ts";
import { input } from "../../src/ops/index.ts";
import { NdArray, type Shape } from "../../src/tensor/index.ts";

/** A network of one layer that takes all inputs. */
function networkOf(layer: Layer, shapes: readonly Shape[]): Network {
  return buildNetwork({
    inputs: shapes.map((shape, at) => ({ name: `x${at}`, shape, dtype: "float" })),
    connections: [{ layer, inputs: shapes.map((_, at) => at) }],
    outputs: [{ name: "y", position: shapes.length }],
  });
}

const arrays: Readonly<Record<string, NdArray>> = {
  x0: new NdArray(Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8), [2, 2, 2]),
  x1: new NdArray(Float64Array.of(10, 20, 30, 40), [2, 2]),
};

describe.each([reference, wasm])("on $name", (backend) => {
  const compute = async (layer: Layer): Promise<unknown> => {
    const network = networkOf(layer, [[2, 2], [2], [2, 2]]);
    const [a, b] = [input("x0", [2, 2, 2]), input("x1", [2, 2])];
    const [y = a] = callNetwork(network, [a, b, a], new Map(), { training: false }).outputs;
    return (await run({ y }, arrays, backend)).y.toNested();
  };

  test("add and multiply broadcast rows against each other, not the axis of the rows", async () => {
    expect(await compute(add())).toEqual([
      [
        [12, 24],
        [16, 28],
      ],
      [
        [40, 52],
        [44, 56],
      ],
    ]);
    expect(await compute(multiply())).toEqual([
      [
        [10, 80],
        [90, 320],
      ],
      [
        [750, 1440],
        [1470, 2560],
      ],
    ]);
  });
});

describe("shapes", () => {
  test("are joined along the last axis, or the one that is named", () => {
    const shapes = [
      [2, 3],
      [2, 3],
    ];
    expect(networkOf(concatenate(), shapes).outputs[0]?.shape).toEqual([2, 6]);
    expect(networkOf(concatenate({ axis: 1 }), shapes).outputs[0]?.shape).toEqual([4, 3]);
  });

  test("that do not fit are named with the layer", () => {
    expect(() => networkOf(add({ name: "sum" }), [[2, 3], [4]])).toThrow(
      "layer sum: cannot broadcast input 0 [2,3] with input 1 [4]",
    );
    expect(() => networkOf(multiply(), [[3], [4]])).toThrow(
      "layer multiply: cannot broadcast input 0 [3] with input 1 [4]: dimension 0 is 3 in input 0 and 4 in input 1",
    );
    expect(() =>
      networkOf(concatenate(), [
        [2, 3],
        [3, 3],
        [2, 5],
      ]),
    ).toThrow("layer concatenate: cannot join input 0 [2,3] and input 1 [3,3] along axis 2");
    expect(() => networkOf(concatenate({ axis: 0 }), [[2], [3]])).toThrow(
      "layer concatenate: axis: got 0 for rows [2]",
    );
  });

  test("of one input alone are refused", () => {
    expect(() => networkOf(add(), [[2]])).toThrow(
      "layer add: this layer combines several inputs: got one, expected at least two",
    );
    expect(() => networkOf(concatenate(), [[2]])).toThrow("this layer combines several inputs");
  });
});
