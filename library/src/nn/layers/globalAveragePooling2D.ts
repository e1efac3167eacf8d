// globalAveragePooling2D: the mean of each channel over the whole picture.
import { mean } from "../../ops/index.ts";
import { flag, optional } from "../components/index.ts";
import { defineLayer } from "../layer.ts";
import { pictureRows } from "../pictureRows.ts";

/**
 * The mean of each channel over the whole picture: rows `[height, width, channels]` become `[channels]`, or
 * `[1, 1, channels]` with `keepDims`.
 *
 * @example
 * ```ts
 * import { globalAveragePooling2D, sequential } from "chainrule";
 * const model = sequential([globalAveragePooling2D({ inputShape: [1, 3, 2] })], { seed: 1 });
 * console.log((await model.predict([[[[1, 2], [3, 4], [5, 6]]]])).toNested()); // [[3, 4]]
 * ```
 */
export const globalAveragePooling2D = defineLayer({
  name: "globalAveragePooling2D",
  description: "The mean of each channel over the whole picture",
  rows: {
    takes: ["height", "width", "channels"],
    gives: { option: "keepDims", set: 3, unset: 1 },
    lastAxis: "same",
  },
  config: { keepDims: optional(flag("Whether height and width stay, with size 1"), false) },
  call: (_weights, x, { keepDims }) => {
    pictureRows("globalAveragePooling2D", x.shape.slice(1));
    return mean(x, { axes: [1, 2], keepDims });
  },
});
