// Segments: the variables of a model as parts of the flat vector in which they stand.
import { broadcastTo, concatenate, constant, slice } from "../../ops/index.ts";
import type { Shape, Tensor } from "../../tensor/index.ts";

/** A variable's place among all parameters. */
export interface Segment {
  /** The weight's name: `dense/kernel`. */
  readonly name: string;
  readonly offset: number;
  readonly size: number;
  readonly shape: Shape;
}

/** A segment of a flat vector. */
export function segmentOf(flat: Tensor, { offset, size }: Segment): Tensor {
  return slice(flat, { start: [offset], size: [size] });
}

/** A flat vector, made segment by segment. */
export function perSegment(segments: readonly Segment[], make: (segment: Segment) => Tensor): Tensor {
  return concatenate(segments.map((segment) => broadcastTo(make(segment), [segment.size])));
}

/** `values` in the segments that are chosen, 0 in all others. */
export function inChosen(
  values: Tensor,
  segments: readonly Segment[],
  isChosen: (segment: Segment) => boolean,
): Tensor {
  if (segments.every(isChosen)) return values;
  return perSegment(segments, (segment) => (isChosen(segment) ? segmentOf(values, segment) : constant(0)));
}
