// Gradients kept from being too large, as Keras does it.
import { clip, divide, maximum, multiply, sqrt, sum } from "../../ops/index.ts";
import type { Tensor } from "../../tensor/index.ts";
import { squareOf } from "./averages.ts";
import type { CommonConfig } from "./commonOptions.ts";
import { perSegment, type Segment, segmentOf } from "./segments.ts";

/** The vector, shortened to `length` where it is longer: `x * length / max(norm, length)`. */
function shortened(x: Tensor, length: number): Tensor {
  return multiply(x, divide(length, maximum(sqrt(sum(squareOf(x))), length)));
}

/** The gradient, clipped in the one way that is configured. */
export function clippedGradient(
  gradient: Tensor,
  segments: readonly Segment[],
  { clipNorm, clipValue, globalClipNorm }: CommonConfig,
): Tensor {
  if (globalClipNorm !== undefined) return shortened(gradient, globalClipNorm);
  if (clipValue !== undefined) return clip(gradient, { minimum: -clipValue, maximum: clipValue });
  if (clipNorm === undefined) return gradient;
  return perSegment(segments, (segment) => shortened(segmentOf(gradient, segment), clipNorm));
}
