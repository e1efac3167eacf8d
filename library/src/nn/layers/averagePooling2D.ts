// averagePooling2D: the mean of each window.
import { averagePool2D } from "../../ops/index.ts";
import { defineLayer } from "../layer.ts";
import { pictureRows } from "../pictureRows.ts";
import { poolingFields } from "../poolingFields.ts";

/**
 * The mean of each window of pictures, for each channel: rows `[height, width, channels]` become smaller in height and
 * width. Options and defaults are those of Keras: windows of 2 × 2 that do not overlap. What windows reach beyond the
 * pictures with the padding `"same"` is not counted.
 *
 * @example
 * ```ts
 * import { averagePooling2D, sequential } from "chainrule";
 * const model = sequential([averagePooling2D({ inputShape: [2, 4, 1] })], { seed: 1 });
 * const pictures = [[[[1], [2], [3], [4]], [[5], [6], [7], [8]]]];
 * console.log((await model.predict(pictures)).toNested()); // [[[[3.5], [5.5]]]]
 * ```
 */
export const averagePooling2D = defineLayer({
  name: "averagePooling2D",
  description: "The mean of each window of pictures",
  rows: { takes: ["height", "width", "channels"], gives: 3, lastAxis: "same" },
  config: poolingFields,
  call: (_weights, x, { poolSize, strides, padding }) => {
    pictureRows("averagePooling2D", x.shape.slice(1));
    return averagePool2D(x, { size: poolSize, strides, padding });
  },
});
