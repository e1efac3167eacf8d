// defineOp: turns the description of an operation into a function that builds graph nodes.
import {
  type Assembly,
  type Attributes,
  type Bool,
  broadcastShapes,
  type Dtype,
  type ElementPosition,
  type Float,
  type Int,
  type NdArray,
  type Notation,
  type Operation,
  type Random,
  type Reducer,
  type Sample,
  type Scalar,
  ShapeError,
  type Spec,
  Tensor,
  type View,
} from "../tensor/index.ts";
import { constant } from "./constant.ts";
import { elementwiseReference } from "./elementwiseReference.ts";

/** Where an operation takes a tensor of floats, it also takes a number. */
export type TensorLike = Tensor | number;

type ScalarOf<D extends Dtype> = D extends "float" ? Float : D extends "int32" ? Int : Bool;
type DtypesOf<Operands extends readonly string[]> = { readonly [I in keyof Operands]: Dtype };
type ScalarsOf<Dtypes extends readonly Dtype[]> = { readonly [I in keyof Dtypes]: ScalarOf<Dtypes[I]> };
type InputsOf<Operands extends readonly string[]> = Readonly<Record<Operands[number], Tensor>>;

/** What a derivative rule receives besides the gradient and the operands. */
interface Context<A> {
  readonly output: Tensor;
  readonly attributes: A;
  readonly position: number;
}

/**
 * The description of an operation: see {@link Operation} for what each part means. An elementwise operation needs only
 * its formula: its shape rule is broadcasting, and its reference is `number` (or the formula itself in float64).
 */
export interface OpDefinition<
  Operands extends readonly string[],
  A extends Attributes,
  Dtypes extends readonly Dtype[],
> {
  readonly name: string;
  readonly operands: Operands;
  readonly variadic?: boolean;
  /** Dtypes of the operands; all `float` by default. */
  readonly dtypes?: Dtypes;
  /** Dtype of an elementwise result; `float` by default. */
  readonly result?: Dtype;
  readonly notation: string | Notation;
  infer?(inputs: readonly Spec[], attributes: A): Spec;
  scalar?(operands: ScalarsOf<Dtypes>, attributes: A, position: ElementPosition): Scalar;
  /** Elementwise reference in float64, for formulas that are float32 approximations. Booleans are 0 and 1. */
  readonly number?: (...operands: readonly number[]) => number;
  reference?(inputs: readonly NdArray[], output: Spec, attributes: A): NdArray;
  view?(input: Spec, attributes: A): View;
  assemble?(inputs: readonly Spec[], attributes: A): Assembly;
  readonly reducer?: Reducer;
  decompose?(inputs: readonly Tensor[], attributes: A): Tensor;
  readonly vjp: {
    readonly [K in Operands[number]]?: (g: Tensor, inputs: InputsOf<Operands>, context: Context<A>) => Tensor;
  };
  simplify?(node: Tensor): Tensor | undefined;
  logarithm?(node: Tensor): Tensor | undefined;
  logarithmOfComplement?(node: Tensor): Tensor | undefined;
  samples(random: Random): readonly Sample[];
}

type Arguments<Operands extends readonly string[], A extends Attributes> = [
  ...{ readonly [I in keyof Operands]: TensorLike },
  ...(NoAttributes extends A ? [attributes?: A] : [attributes: A]),
];

/** A function that builds nodes of one operation; `operation` is everything known of it. */
export interface OpFunction<Operands extends readonly string[], A extends Attributes> {
  (...args: Arguments<Operands, A>): Tensor;
  readonly operation: Operation;
}

/** No attributes at all. */
export type NoAttributes = Record<never, never>;
/** An operation on one tensor without attributes. */
export type Unary = OpFunction<readonly ["x"], NoAttributes>;
/** An operation on two tensors without attributes. */
export type Binary = OpFunction<readonly ["a", "b"], NoAttributes>;

/** Numbers become constants; tensors stay what they are. */
export function toTensor(value: TensorLike): Tensor {
  return typeof value === "number" ? constant(value) : value;
}

function elementwiseInfer(operation: string, operands: readonly string[], dtypes: readonly Dtype[], result: Dtype) {
  return (inputs: readonly Spec[]): Spec => {
    inputs.forEach((input, position) => {
      const expected = dtypes[position] ?? "float";
      if (input.dtype !== expected) {
        throw new ShapeError(`${operation} cannot take ${operands[position]}`, {
          got: `a value of dtype ${input.dtype}`,
          expected,
          fix: "Convert it with cast(x, dtype)",
        });
      }
    });
    return {
      shape: broadcastShapes(
        inputs.map(({ shape }) => shape),
        operands,
      ),
      dtype: result,
    };
  };
}

/**
 * Defines an operation.
 *
 * @returns a function that takes the operands, then the attributes if there are any, and gives a graph node.
 */
export function defineOp<
  const Operands extends readonly string[],
  A extends Attributes = NoAttributes,
  const Dtypes extends DtypesOf<Operands> = { readonly [I in keyof Operands]: "float" },
>(definition: OpDefinition<Operands, A, Dtypes>): OpFunction<Operands, A> {
  const { name, operands, notation, number, scalar } = definition;
  const dtypes: readonly Dtype[] = definition.dtypes ?? operands.map(() => "float");
  const infer = definition.infer ?? elementwiseInfer(name, operands, dtypes, definition.result ?? "float");
  // A formula receives exactly the scalars that its dtypes name, so the erased call below is the precise one.
  const erased: Operation["scalar"] = scalar as Operation["scalar"];
  const reference = definition.reference ?? (erased && elementwiseReference(erased, dtypes, number));
  if (reference === undefined) throw new ShapeError(`operation ${name} has neither a reference nor a formula`);
  const { number: _number, dtypes: _dtypes, result: _result, ...rest } = definition;
  const operation: Operation = {
    ...rest,
    notation: typeof notation === "string" ? { text: notation } : notation,
    infer,
    reference,
  } as Operation;
  const build = (...args: readonly (TensorLike | A | undefined)[]): Tensor => buildNode(operation, args);
  return Object.assign(build, { operation });
}

function isTensorLike(value: unknown): value is TensorLike {
  return typeof value === "number" || value instanceof Tensor;
}

function buildNode(operation: Operation, args: readonly (TensorLike | Attributes | undefined)[]): Tensor {
  const inputs = args.filter(isTensorLike).map(toTensor);
  const attributes = args.slice(inputs.length).find((argument) => !isTensorLike(argument)) ?? {};
  if (operation.variadic !== true && inputs.length !== operation.operands.length) {
    throw new ShapeError(`${operation.name} takes ${operation.operands.join(", ")}`, {
      got: `${inputs.length} operands`,
      expected: `${operation.operands.length}`,
    });
  }
  return new Tensor(operation, inputs, isTensorLike(attributes) ? {} : attributes);
}
