// What a compiler may know of the rows that pass through layers: their rank, and the size of their last axis.
import type { Shape } from "../tensor/index.ts";

/**
 * What a layer's definition says of the rows that it takes and gives, so that layers which do not fit each other fail to
 * compile. What is left out is not known, and nothing is refused because of it.
 */
export interface RowsRule {
  /** Names of the axes of the rows that it takes; by default it takes rows of any rank. */
  readonly takes?: readonly string[];
  /**
   * The rank of the rows that it gives: a number, that of the rows it takes (`"same"`), one more, the length of an option
   * that is a shape, or one number where an option is set and another where it is not.
   */
  readonly gives?:
    | number
    | "same"
    | "oneMore"
    | { readonly lengthOf: string }
    | { readonly option: string; readonly set: number; readonly unset: number };
  /** The size of the last axis of the rows that it gives: the value of an option, or as in the rows it takes. */
  readonly lastAxis?: "same" | { readonly option: string };
}

/** Rows as a compiler knows them; what it does not know is `number`. */
export interface KnownRows {
  /** Number of the axes of one row. */
  readonly rank: number;
  /** Size of the last axis: the number of outputs of a dense layer. */
  readonly units: number;
}

/** What a compiler knows of a layer. */
export interface LayerRows<
  Name extends string = string,
  Takes extends readonly string[] = readonly string[],
  Gives extends number | "same" | "oneMore" = number | "same" | "oneMore",
  Units extends number | "same" = number | "same",
  InputShape extends Shape = Shape,
> {
  readonly layer: Name;
  /** Axes of the rows that it takes; `readonly string[]` for any. */
  readonly takes: Takes;
  readonly gives: Gives;
  readonly units: Units;
  readonly inputShape: InputShape;
}

// Only the compiler knows a property of this name: no value has it.
declare const known: unique symbol;

/** Something of which the compiler knows more than its properties tell. */
export interface Knows<Known> {
  readonly [known]?: Known;
}

/** What the compiler knows of something; all that is expected where it knows nothing in particular. */
export type KnownOf<T, Expected> = T extends Knows<infer Known extends Expected> ? Known : Expected;

/** The last one of a list of sizes; `number` where it is not known, and 1 for one number for each row. */
type LastOf<S extends Shape> = S extends readonly [...Shape, infer Last extends number]
  ? Last
  : S extends readonly []
    ? 1
    : number;

/** Rows of a shape. */
export interface RowsOfShape<S extends Shape> {
  readonly rank: S["length"];
  readonly units: LastOf<S>;
}

/** The axes of the rows that a layer takes. */
export type TakesOf<Rule extends RowsRule> = Rule["takes"] extends readonly string[]
  ? Rule["takes"]
  : readonly string[];

/** The rank of the rows that a layer gives, by the option that decides it: a shape, or whether something is set. */
export type GivesOf<Rule extends RowsRule, Decides extends Shape | boolean> = Rule["gives"] extends
  | number
  | "same"
  | "oneMore"
  ? Rule["gives"]
  : Rule["gives"] extends { readonly set: infer Set extends number; readonly unset: infer Unset extends number }
    ? Decides extends true
      ? Set
      : Unset
    : Rule["gives"] extends { readonly lengthOf: string }
      ? Extract<Decides, Shape>["length"]
      : number;

/** The size of the last axis of the rows that a layer gives, by the option that is it. */
export type UnitsOf<Rule extends RowsRule, Units extends number> = Rule["lastAxis"] extends "same"
  ? "same"
  : Rule["lastAxis"] extends { readonly option: string }
    ? Units
    : number;

interface OneMore {
  readonly 0: 1;
  readonly 1: 2;
  readonly 2: 3;
  readonly 3: 4;
  readonly 4: 5;
}

/** What a layer makes of rows. */
export interface RowsAfter<Layer extends LayerRows, Rows extends KnownRows> {
  readonly rank: Layer["gives"] extends "same"
    ? Rows["rank"]
    : Layer["gives"] extends "oneMore"
      ? Rows["rank"] extends keyof OneMore
        ? OneMore[Rows["rank"]]
        : number
      : Layer["gives"] & number;
  readonly units: Layer["units"] extends "same" ? Rows["units"] : Layer["units"] & number;
}

type Joined<Words extends readonly string[]> = Words extends readonly [infer First extends string, ...infer Rest]
  ? Rest extends readonly [string, ...string[]]
    ? `${First}, ${Joined<Rest>}`
    : First
  : "";

/**
 * What is wrong with rows for a layer, as a sentence; `never` where nothing is, or it cannot be known. A rank of which
 * only some possible values are wrong is not refused.
 */
export type Misfit<Layer extends LayerRows, Rows extends KnownRows> = number extends Layer["takes"]["length"]
  ? never
  : Layer["takes"]["length"] extends Rows["rank"]
    ? never
    : `${Layer["layer"]} takes rows [${Joined<Layer["takes"]>}], but rows of rank ${Rows["rank"]} reach it`;

/** A layer, or what is wrong with the rows that reach it. */
export type Fitting<Layer, Rows extends KnownRows> = [Misfit<KnownOf<Layer, LayerRows>, Rows>] extends [never]
  ? Layer
  : Misfit<KnownOf<Layer, LayerRows>, Rows>;

type StatedBy<Layers extends readonly unknown[]> = Layers extends readonly [infer First, ...unknown[]]
  ? RowsOfShape<KnownOf<First, LayerRows>["inputShape"]>
  : KnownRows;

/** A list of layers, with what is wrong in the place of those that the rows which reach them do not fit. */
export type FittingLayers<
  Layers extends readonly unknown[],
  Rows extends KnownRows = StatedBy<Layers>,
  Found extends readonly unknown[] = readonly [],
> = readonly Knows<LayerRows>[] extends Layers
  ? Layers
  : Layers extends readonly [infer First, ...infer Rest]
    ? FittingLayers<Rest, RowsAfter<KnownOf<First, LayerRows>, Rows>, readonly [...Found, Fitting<First, Rows>]>
    : readonly [...Found, ...Layers];

/** What a list of layers gives; of a list that is not known in full, only what its last layer tells. */
export type RowsAfterAll<
  Layers extends readonly unknown[],
  Rows extends KnownRows = StatedBy<Layers>,
> = Layers extends readonly [infer First, ...infer Rest]
  ? RowsAfterAll<Rest, RowsAfter<KnownOf<First, LayerRows>, Rows>>
  : Layers extends readonly []
    ? Rows
    : Layers extends readonly [...unknown[], infer Last]
      ? RowsAfter<KnownOf<Last, LayerRows>, KnownRows>
      : KnownRows;
