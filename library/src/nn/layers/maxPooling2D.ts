// maxPooling2D: the largest element of each window.
import { maxPool2D } from "../../ops/index.ts";
import { defineLayer } from "../layer.ts";
import { pictureRows } from "../pictureRows.ts";
import { poolingFields } from "../poolingFields.ts";

/**
 * The largest element of each window of pictures, for each channel: rows `[height, width, channels]` become smaller in
 * height and width. Options and defaults are those of Keras: windows of 2 × 2 that do not overlap. The derivative goes
 * to the first of several that are equally large.
 *
 * @example
 * ```ts
 * import { maxPooling2D, sequential } from "chainrule";
 * const model = sequential([maxPooling2D({ inputShape: [2, 4, 1] })], { seed: 1 });
 * const pictures = [[[[1], [2], [3], [4]], [[5], [6], [7], [8]]]];
 * console.log((await model.predict(pictures)).toNested()); // [[[[6], [8]]]]
 * ```
 */
export const maxPooling2D = defineLayer({
  name: "maxPooling2D",
  description: "The largest element of each window of pictures",
  rows: { takes: ["height", "width", "channels"], gives: 3, lastAxis: "same" },
  config: poolingFields,
  call: (_weights, x, { poolSize, strides, padding }) => {
    pictureRows("maxPooling2D", x.shape.slice(1));
    return maxPool2D(x, { size: poolSize, strides, padding });
  },
});
