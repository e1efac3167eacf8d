// defineOp: turns the description of an operation into a function that builds graph nodes.
import {
  type Assembly,
  type Attributes,
  type Bool,
  type Dtype,
  type ElementPosition,
  type Float,
  type Int,
  type NdArray,
  type Notation,
  type Operation,
  type Random,
  type Reducer,
  type Reference,
  type Sample,
  type Scalar,
  ShapeError,
  type Spec,
  Tensor,
  type View,
} from "../tensor/index.ts";
import { constant } from "./constant.ts";
import { elementwiseInfer } from "./elementwiseInfer.ts";
import { elementwiseReference } from "./elementwiseReference.ts";
import { assemblyReference, viewReference } from "./movementReference.ts";
import { reductionReference } from "./reductionReference.ts";

/** Where an operation takes a tensor, it also takes a number. */
export type TensorLike = Tensor | number;

type ScalarOf<D extends Dtype> = D extends "float" ? Float : D extends "int32" ? Int : Bool;
type IntegerOf<D extends Dtype> = D extends "bool" ? Bool : Int;
type DtypesOf<Operands extends readonly string[]> = { readonly [I in keyof Operands]: Dtype };
type ScalarsOf<Dtypes extends readonly Dtype[]> = { readonly [I in keyof Dtypes]: ScalarOf<Dtypes[I]> };
type IntegersOf<Dtypes extends readonly Dtype[]> = { readonly [I in keyof Dtypes]: IntegerOf<Dtypes[I]> };
type InputsOf<Operands extends readonly string[]> = Readonly<Record<Operands[number], Tensor>>;

/** What a derivative rule receives besides the gradient and the operands. */
interface Context<A> {
  readonly output: Tensor;
  readonly attributes: A;
  readonly position: number;
}

/**
 * The description of an operation: see {@link Operation} for what each part means. An elementwise operation needs only
 * its formula: its shape rule is broadcasting, and its reference is `number` (or the formula itself in float64). Views,
 * assemblies and reductions have the reference that their description implies.
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
  /** The formula over int32: an operation that has one takes int32 wherever it takes floats, all of them or none. */
  integer?(operands: IntegersOf<Dtypes>, attributes: A, position: ElementPosition): Scalar;
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
  isProbability?(node: Tensor): boolean;
  normalizedAxis?(node: Tensor): number | undefined;
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

/** A function that builds nodes of one operation from friendlier arguments: defaults, negative axes, options. */
export type Op<Build extends (...args: never[]) => Tensor> = Build & { readonly operation: Operation };

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

/** Gives an operation a way of building its nodes that is friendlier than naming every attribute. */
export function withArguments<Build extends (...args: never[]) => Tensor>(
  { operation }: { readonly operation: Operation },
  build: Build,
): Op<Build> {
  return Object.assign(build, { operation });
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
  const { dtypes: _dtypes, result: _result, integer, notation, ...rest } = definition;
  const dtypes: readonly Dtype[] = definition.dtypes ?? definition.operands.map(() => "float");
  const scalar = formulaOf(definition, dtypes);
  const operation = {
    ...rest,
    ...(scalar === undefined ? {} : { scalar }),
    notation: typeof notation === "string" ? { text: notation } : notation,
    infer: definition.infer ?? elementwiseInfer(definition, dtypes),
    reference: definition.reference ?? referenceOf(definition, dtypes, scalar),
    // The precise attribute and scalar types are erased: an operation receives only what its own builder made.
  } as Operation;
  const takesIntegers = integer !== undefined;
  const build = (...args: readonly (TensorLike | A | undefined)[]): Tensor =>
    buildNode(operation, args, takesIntegers ? dtypes : []);
  return Object.assign(build, { operation });
}

type Formula = Operation["scalar"];
type ErasedDefinition = Pick<Operation, "name" | "view" | "assemble" | "reducer"> & {
  readonly scalar?: unknown;
  readonly integer?: unknown;
  readonly number?: (...operands: readonly number[]) => number;
};

/** One formula from those over floats and integers, chosen by the kind of the operands. */
function formulaOf(definition: object, dtypes: readonly Dtype[]): Formula {
  const { scalar, integer } = definition as { readonly scalar?: Formula; readonly integer?: Formula };
  if (scalar === undefined || integer === undefined) return scalar;
  const takesInteger = (operand: Scalar, position: number) => operand.kind === "int" && dtypes[position] === "float";
  return (operands, attributes, position) =>
    (operands.some(takesInteger) ? integer : scalar)(operands, attributes, position);
}

function referenceOf(definition: object, dtypes: readonly Dtype[], scalar: Formula): Reference {
  const { name, number, view, assemble, reducer } = definition as ErasedDefinition;
  if (scalar !== undefined) return elementwiseReference(scalar, dtypes, number);
  if (view !== undefined) return viewReference(view);
  if (assemble !== undefined) return assemblyReference(assemble);
  if (reducer !== undefined) return reductionReference(reducer);
  throw new ShapeError(`operation ${name} has neither a reference nor a formula`);
}

function isTensorLike(value: unknown): value is TensorLike {
  return typeof value === "number" || value instanceof Tensor;
}

/** Numbers beside int32 tensors become int32 where the operation computes with both dtypes (`dtypes` not empty). */
function operandsOf(values: readonly TensorLike[], dtypes: readonly Dtype[]): Tensor[] {
  const isInteger = values.some(
    (value, position) => value instanceof Tensor && value.dtype === "int32" && dtypes[position] === "float",
  );
  return values.map((value, position) =>
    isInteger && Number.isInteger(value) && dtypes[position] === "float" && typeof value === "number"
      ? constant(value, { dtype: "int32" })
      : toTensor(value),
  );
}

function buildNode(
  operation: Operation,
  args: readonly (TensorLike | Attributes | undefined)[],
  dtypes: readonly Dtype[],
): Tensor {
  const inputs = operandsOf(args.filter(isTensorLike), dtypes);
  const attributes = args.slice(inputs.length).find((argument) => !isTensorLike(argument)) ?? {};
  if (operation.variadic !== true && inputs.length !== operation.operands.length) {
    throw new ShapeError(`${operation.name} takes ${operation.operands.join(", ")}`, {
      got: `${inputs.length} operands`,
      expected: `${operation.operands.length}`,
    });
  }
  return new Tensor(operation, inputs, isTensorLike(attributes) ? {} : attributes);
}
