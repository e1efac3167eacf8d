// The arena: offsets for values, so that what is needed at the same time never overlaps.
import { arenaAlignment } from "../plan.ts";
import type { Lifetime } from "./lifetimes.ts";

/** Memory that is wanted for some steps. */
export interface Request extends Lifetime {
  readonly bytes: number;
}

/** Offsets of the requests, in their order, and the size of the whole arena. */
export interface Arena {
  readonly offsets: readonly number[];
  readonly bytes: number;
}

const align = (bytes: number): number => Math.ceil(bytes / arenaAlignment) * arenaAlignment;

/**
 * Greedy by size, as Pisarchyk and Lee ("Efficient memory management for deep neural net inference", 2020): the largest
 * request first, each at the smallest gap that holds it between those that are placed and needed at the same time.
 */
export function layOut(requests: readonly Request[]): Arena {
  const offsets = new Array<number>(requests.length).fill(0);
  const placed: (Request & { readonly offset: number })[] = [];
  const bySize = requests.map((request, position) => ({ request, position }));
  bySize.sort((a, b) => b.request.bytes - a.request.bytes || a.position - b.position);
  for (const { request, position } of bySize) {
    const rivals = placed.filter(({ first, last }) => first <= request.last && request.first <= last);
    const offset = smallestGap(request.bytes, rivals);
    offsets[position] = offset;
    if (request.bytes > 0) placed.push({ ...request, offset });
  }
  return { offsets, bytes: Math.max(0, ...placed.map(({ offset, bytes }) => align(offset + bytes))) };
}

function smallestGap(bytes: number, rivals: readonly (Request & { readonly offset: number })[]): number {
  let [best, bestRoom, end] = [-1, Number.POSITIVE_INFINITY, 0];
  for (const rival of [...rivals].sort((a, b) => a.offset - b.offset)) {
    const room = rival.offset - end;
    if (room >= bytes && room < bestRoom) [best, bestRoom] = [end, room];
    end = Math.max(end, align(rival.offset + rival.bytes));
  }
  return best < 0 ? end : best;
}
