// The contract of an operation: everything that the library knows of one, in one object.
import type { NdArray } from "./ndArray.ts";
import type { Random } from "./random.ts";
import type { ElementPosition, Scalar } from "./scalar.ts";
import type { Dtype, Shape, Spec } from "./spec.ts";
import type { Tensor } from "./tensor.ts";

/** What an attribute can be: plain data, so that a graph can be compared, printed and saved. */
export type AttributeValue = number | string | boolean | readonly number[];

/** Attributes of a node: what is known when the graph is built (axes, shapes, constants). */
export type Attributes = Readonly<Record<string, AttributeValue | undefined>>;

/** Where an element of a value stands in memory, in elements: `offset + sum(index[axis] * strides[axis])`. */
export interface View {
  readonly offset: number;
  readonly shape: Shape;
  readonly strides: readonly number[];
}

/** A value put together from others: filled with a number, then each operand copied to its place in the result. */
export interface Assembly {
  /** What stands where no operand does; absent when the operands cover everything. */
  readonly fill?: number;
  /** For each operand, the part of the row-major result that it is copied to. */
  readonly parts: readonly View[];
}

/** One example for the generated tests: inputs and attributes. */
export interface Sample {
  readonly inputs: readonly NdArray[];
  readonly attributes?: Attributes;
  /** Dtypes of the inputs; by default `int32` for an Int32Array and `float` for everything else. */
  readonly dtypes?: readonly Dtype[];
  /** Why this sample is there, for test titles: `odd sizes`, `empty`. */
  readonly title?: string;
  /** False where a derivative cannot be compared with finite differences (kinks, integers). Default true. */
  readonly differentiable?: boolean;
}

/** What a derivative rule may use besides the gradient and the operands. */
export interface VjpContext {
  /** The node that is differentiated: its value can be reused. */
  readonly output: Tensor;
  readonly attributes: Attributes;
  /** Which operand the rule is asked for; needed only by operations with any number of operands. */
  readonly position: number;
  /** For each operand, whether its derivative will be asked for. */
  readonly needed: readonly boolean[];
  /** The derivatives of a scalar by tensors of its graph, simplified together, for operations that contain a graph. */
  gradients(of: Tensor, wrt: readonly Tensor[]): readonly Tensor[];
}

/**
 * A graph that is run once for each step. What it takes are inputs of the graph, which stand for other values in each
 * step; it uses no other inputs.
 */
export interface Loop {
  readonly steps: number;
  /** Whether steps go from the last element of the sequences to the first. */
  readonly reverse: boolean;
  /** Whether the values carried into and out of every step are part of the result, or only the last ones. */
  readonly history: boolean;
  /** Stand for the values carried from step to step. */
  readonly carried: readonly Tensor[];
  /** Stand for elements of sequences. */
  readonly elements: readonly Tensor[];
  /** Stand for values that are the same in all steps. */
  readonly constants: readonly Tensor[];
  /** The carried values for the next step. */
  readonly next: readonly Tensor[];
  /** Elements of sequences that the steps give. */
  readonly outputs: readonly Tensor[];
  /** Terms of sums over all steps. */
  readonly sums: readonly Tensor[];
}

/** How a reduction combines elements: the start, and one step, both as scalars; `mean` divides the sum at the end. */
export type Reducer = "sum" | "mean" | "maximum" | "minimum";

/** How the trace writes an operation: `"{a} · {b}"`, operands in braces; infix forms carry a precedence. */
export interface Notation {
  /** Template over the operands' names, for example `"σ({x})"`, `"{a} ⊙ {b}"`. */
  readonly text: string;
  /** Binding strength for parentheses: 1 sums, 2 products, 3 unary and powers, 4 functions (default). */
  readonly precedence?: number;
}

/**
 * What an operation is. Shared code never asks for `name`: it asks for a property.
 *
 * An operation is of exactly one nature:
 * - *elementwise*: `scalar` gives its formula; backends generate and fuse it;
 * - *view*: `view` says where its elements stand in its operand; costs nothing;
 * - *assembly*: `assemble` says where its operands go in the result;
 * - *reduction*: `reducer` combines elements over `attributes.axes`;
 * - *kernel*: none of these; a backend has code of its own for it (matmul, gather, convolution);
 * - *loop*: `loop` is a graph that it runs again and again; a backend has code for it, or runs its `decompose`;
 * - *composed*: `decompose` writes it in other operations, for backends without a kernel of their own for it;
 * - *source*: `source` says where the value comes from: bound by name when a plan runs, or constant numbers.
 *
 * Methods use method syntax so that an operation with precise attribute types is assignable to this erased form.
 */
export interface Operation {
  readonly name: string;
  /** Operand names, for errors, formulas and drawings. */
  readonly operands: readonly string[];
  /** True when the last operand's name stands for any number of operands. */
  readonly variadic?: boolean;
  /** How it is written; a call by its name where nothing is said: the build of `chainrule/slim` leaves notations out. */
  readonly notation?: Notation;
  /** `input`: bound by `attributes.name`. `constant`: `attributes.values`, one for all elements or one for each. */
  readonly source?: "input" | "constant";
  /** Shape and dtype of the result. @throws {ShapeError} when the operands do not fit. */
  infer(inputs: readonly Spec[], attributes: Attributes): Spec;
  /** Its meaning: plain float64 loops. Every operation has one; the build of `chainrule/slim` leaves them out. */
  reference?(inputs: readonly NdArray[], output: Spec, attributes: Attributes): NdArray;
  /** Elementwise: the formula, over operands in order; operands are broadcast to the result's shape. */
  scalar?(operands: readonly Scalar[], attributes: Attributes, position: ElementPosition): Scalar;
  /** Elementwise: the formula in float64, where `scalar` is an approximation in float32. Booleans are 0 and 1. */
  readonly number?: (...operands: readonly number[]) => number;
  /** View of the (row-major) first operand that has the result's elements; undefined where none exists. */
  view?(input: Spec, attributes: Attributes): View;
  assemble?(inputs: readonly Spec[], attributes: Attributes): Assembly;
  readonly reducer?: Reducer;
  readonly loop?: Loop;
  /** The same value in other operations. Shapes of the result must equal those of `infer`. */
  decompose?(inputs: readonly Tensor[], attributes: Attributes): Tensor;
  /** Vector-Jacobian products by operand name, written in ops; an operand that is absent has no derivative (zero). */
  readonly vjp: Readonly<Record<string, VjpRule | undefined>>;
  /** A simpler equal value, or undefined. Local and exact, except that unstable forms may become stable ones. */
  simplify?(node: Tensor): Tensor | undefined;
  /** The natural logarithm of this node's value, computed stably, where the operation knows a better way than log. */
  logarithm?(node: Tensor): Tensor | undefined;
  /** log(1 - value), computed stably, where the operation knows a better way. */
  logarithmOfComplement?(node: Tensor): Tensor | undefined;
  /** Whether every element is certainly between 0 and 1 (or NaN), so that clipping it there changes nothing but rounding. */
  isProbability?(node: Tensor): boolean;
  /** The axis along which the elements of this node are probabilities that sum to 1, where there is one. */
  normalizedAxis?(node: Tensor): number | undefined;
  /** Examples for the generated tests: ordinary, odd sizes, empty and large ones. The built package leaves them out. */
  samples?(random: Random): readonly Sample[];
}

/**
 * The gradient with respect to one operand, given the gradient `g` of the result. Broadcasting is undone by the caller.
 * Written as the type of a method for the same reason as above.
 */
export type VjpRule = {
  rule(g: Tensor, inputs: Readonly<Record<string, Tensor>>, context: VjpContext): Tensor;
}["rule"];

/** The definition of an operation in plain float64 loops. */
export type Reference = NonNullable<Operation["reference"]>;
