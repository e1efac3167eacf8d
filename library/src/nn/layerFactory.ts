// LayerFactory: what makes layers of one definition, and remembers for the compiler what was told about their rows.
import type { Shape } from "../tensor/index.ts";
import type { FactoryInfo, Fields, OptionsOf } from "./components/index.ts";
import type { Layer } from "./layer.ts";
import type { GivesOf, LayerRows, RowsRule, TakesOf, UnitsOf } from "./layerRows.ts";

/** The name of the option that decides the size of the last axis. */
type UnitsOption<Rule extends RowsRule> = Rule["lastAxis"] extends { readonly option: infer Name } ? Name : never;

/** The name of the option that decides the rank: a shape, or whether something is set. */
type RankOption<Rule extends RowsRule> = Rule["gives"] extends { readonly lengthOf: infer Name }
  ? Name
  : Rule["gives"] extends { readonly option: infer Name }
    ? Name
    : never;

/** Options of a layer; those that decide about its rows as they are written. */
type LayerOptions<F extends Fields, Rule extends RowsRule, InputShape, Units, Decides> = OptionsOf<F> & {
  readonly [Name in "inputShape" | ((UnitsOption<Rule> | RankOption<Rule>) & string)]?:
    | (Name extends "inputShape" ? InputShape : Name extends UnitsOption<Rule> ? Units : Decides)
    | undefined;
};

/** The options, which may be left out where each of them may be. */
type LayerArguments<F extends Fields, Options> = [keyof F] extends [never]
  ? [options?: Readonly<Record<string, never>>]
  : Record<never, never> extends OptionsOf<F>
    ? [options?: Options]
    : [options: Options];

/** Makes layers of one definition: `dense({ units: 10 })`. */
export interface LayerFactory<Name extends string, F extends Fields, Rule extends RowsRule>
  extends FactoryInfo<"layer", F, Layer> {
  <
    const InputShape extends Shape = Shape,
    const Units extends number = number,
    const Decides extends Shape | boolean = false,
  >(
    ...options: LayerArguments<F, LayerOptions<F, Rule, InputShape, Units, Decides>>
  ): Layer<LayerRows<Name, TakesOf<Rule>, GivesOf<Rule, Decides>, UnitsOf<Rule, Units>, InputShape>>;
  /** What rows its layers take and give, as far as the definition says. */
  readonly rows: Rule | undefined;
}
