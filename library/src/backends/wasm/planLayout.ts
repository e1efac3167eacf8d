// Where the buffers of a plan stand: a base address that is known when it runs, and an offset that is in the code.
import type { Access, Plan, PlanBuffer } from "../../graph/index.ts";
import { BackendError } from "../../tensor/index.ts";
import { float32Bits } from "./bytes.ts";

/** Bytes per element: float32, int32, and truth values as int32 0 or 1. */
export const elementBytes = 4;
const constantAlignment = 64;

/** Entries of the table of addresses that compiled code is given; bindings follow in the plan's order. */
export const arenaEntry = 0;
/** See {@link arenaEntry}. */
export const constantsEntry = 1;
/** See {@link arenaEntry}. */
export const firstBindingEntry = 2;

/** An address in memory: entry `base` of the table, plus `offset` bytes. */
export interface Place {
  readonly base: number;
  readonly offset: number;
}

/** Where the operands of a step stand. */
export interface Addresses {
  /** Where the element at the origin of an access's view stands. */
  placeOf(access: Access): Place;
  /** The bytes that a buffer takes from its base. */
  range(buffer: number): { readonly base: number; readonly start: number; readonly end: number };
}

/** Words that code and constant buffers need in memory, put together while code is generated. */
class ConstantBlock {
  private readonly words: number[] = [];
  private readonly known = new Map<string, number>();

  /** Byte offset of these bits. */
  place(bits: readonly number[]): number {
    const key = bits.length <= 16 ? bits.join() : undefined;
    const found = key === undefined ? undefined : this.known.get(key);
    if (found !== undefined) return found;
    while ((this.words.length * elementBytes) % constantAlignment !== 0) this.words.push(0);
    const offset = this.words.length * elementBytes;
    for (const word of bits) this.words.push(word);
    if (key !== undefined) this.known.set(key, offset);
    return offset;
  }

  encode(): Int32Array {
    return Int32Array.from(this.words);
  }
}

/** Places of a plan's buffers. */
export class PlanLayout implements Addresses {
  readonly arenaBytes: number;
  /** Names of the bindings; binding `i` is entry {@link firstBindingEntry} `+ i` of the table. */
  readonly bindings: readonly string[];
  private readonly buffers: readonly PlanBuffer[];
  private readonly constants: ConstantBlock;
  private readonly placed = new Map<number, Place>();

  /** @param outer the layout of the plan in which this one is repeated; they share their constants. */
  constructor(plan: Plan, outer?: PlanLayout) {
    this.constants = outer?.constants ?? new ConstantBlock();
    this.buffers = plan.buffers;
    this.arenaBytes = plan.arenaBytes;
    this.bindings = [...plan.bindings.keys()];
  }

  /** Where a buffer begins. */
  place(buffer: number): Place {
    const known = this.placed.get(buffer);
    if (known !== undefined) return known;
    const found = this.find(buffer);
    this.placed.set(buffer, found);
    return found;
  }

  /** Where the element at the origin of an access's view stands. */
  placeOf({ buffer, view }: Access): Place {
    const { base, offset } = this.place(buffer);
    return { base, offset: offset + view.offset * elementBytes };
  }

  /** The bytes that a buffer takes from its base. */
  range(buffer: number): { readonly base: number; readonly start: number; readonly end: number } {
    const { base, offset } = this.place(buffer);
    return { base, start: offset, end: offset + (this.buffers[buffer]?.size ?? 0) * elementBytes };
  }

  private find(index: number): Place {
    const buffer = this.buffers[index];
    if (buffer === undefined) throw new BackendError(`a step of the plan uses buffer ${index}, which does not exist`);
    const { place } = buffer;
    if (place.kind === "arena") return { base: arenaEntry, offset: place.offset };
    if (place.kind === "constant") return { base: constantsEntry, offset: this.constantOffset(buffer, place.values) };
    const position = this.bindings.indexOf(place.name);
    if (position < 0) throw new BackendError(`the plan has no binding "${place.name}"`);
    return { base: firstBindingEntry + position, offset: 0 };
  }

  private constantOffset({ dtype, size }: PlanBuffer, values: readonly number[]): number {
    const bits = (value: number): number => {
      if (dtype === "bool") return value === 0 ? 0 : 1;
      return dtype === "float" ? float32Bits(value) : value | 0;
    };
    const words = values.map(bits);
    const all = words.length === 1 ? new Array<number>(size).fill(words[0] ?? 0) : words;
    return this.constants.place(all);
  }

  /** The contents of the constants' block, once all code has been generated. */
  constantWords(): Int32Array {
    return this.constants.encode();
  }
}
