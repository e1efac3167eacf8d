// What the kernels of convolutions have in common: strides of windows, and where operands begin.
import type { Access, KernelStep } from "../../../graph/index.ts";
import { BackendError } from "../../../tensor/index.ts";
import { scalar } from "../opcodes/index.ts";
import { elementBytes } from "../planLayout.ts";
import type { StepCode } from "../stepCode.ts";
import type { Start } from "./contractionTile.ts";

/** Strides of pictures `[batch, height, width, channels]`, and those of the windows over them. */
export interface WindowStrides {
  readonly batch: number;
  /** From one window to the next, along height and width. */
  readonly between: readonly [number, number];
  /** Inside of a window: along height, width and channels. */
  readonly inside: readonly [number, number, number];
}

/** Strides of windows that move over pictures with these strides. */
export function windowStrides(pictures: readonly number[], attributes: KernelStep["attributes"]): WindowStrides {
  const [batch = 0, row = 0, column = 0, channel = 0] = pictures;
  const [down, right] = pairIn(attributes, "strides");
  const [downInside, rightInside] = pairIn(attributes, "dilations");
  return {
    batch,
    between: [row * down, column * right],
    inside: [row * downInside, column * rightInside, channel],
  };
}

/** Two numbers among the attributes of a step. */
export function pairIn(attributes: KernelStep["attributes"], name: string): readonly [number, number] {
  const pair = attributes[name];
  if (Array.isArray(pair)) {
    const [first, second]: readonly unknown[] = pair;
    if (typeof first === "number" && typeof second === "number") return [first, second];
  }
  throw new BackendError(`${name} of windows must be two numbers`);
}

/** Where an access begins, such that walking from there with these strides never needs a negative offset. */
export function startOf(step: StepCode, access: Access): Start {
  const place = step.layout.placeOf(access);
  const address = step.base(place);
  if (access.view.strides.every((stride) => stride >= 0)) return { address, offset: place.offset };
  const moved = step.code.hoisted("i32", () => {
    step.code.get(address);
    step.code.i32(place.offset);
    step.code.scalar(scalar.i32Add);
  });
  return { address: moved, offset: 0 };
}

/** A start some elements further on. */
export function after({ address, offset }: Start, elements: number): Start {
  return { address, offset: offset + elements * elementBytes };
}

/** The two operands of a step. */
export function twoOperands({ operation, inputs: [a, b] }: KernelStep): readonly [Access, Access] {
  if (a === undefined || b === undefined) throw new BackendError(`${operation.name} takes two operands`);
  return [a, b];
}

/** The working memory of a step that asked for some. */
export function scratchStart(step: StepCode, { operation, scratch }: KernelStep): Start {
  if (scratch === undefined) throw new BackendError(`${operation.name} has no working memory`);
  return startOf(step, scratch);
}
