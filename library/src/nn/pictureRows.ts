// pictureRows: the shape of rows that are pictures, for layers that take no others.
import { ConfigError, formatShape, type Shape } from "../tensor/index.ts";

/**
 * Height, width and channels of one row.
 *
 * @throws {ConfigError} when the rows are no pictures.
 */
export function pictureRows(layer: string, row: Shape): readonly [height: number, width: number, channels: number] {
  const [height, width, channels] = row;
  if (row.length === 3 && height !== undefined && width !== undefined && channels !== undefined) {
    return [height, width, channels];
  }
  throw new ConfigError(`${layer} takes pictures`, {
    got: `rows ${formatShape(row)}`,
    expected: "rows [height, width, channels]",
    fix:
      row.length === 2
        ? `Add an axis for the channels with reshape({ targetShape: [${row.join(", ")}, 1] })`
        : "Give each row its height, width and channels with the layer reshape",
  });
}
