// LayerFactory: what makes layers of one definition, and remembers for the compiler what was told about their rows.
import type { Shape } from "../tensor/index.ts";
import type { FactoryInfo, Fields, OptionsOf } from "./components/index.ts";
import type { Layer } from "./layer.ts";
import type { RowsOfLayer, RowsRule } from "./layerRows.ts";

/** The option that decides the size of the last axis. */
type UnitsOption<Rule extends RowsRule> = Rule["lastAxis"] extends { readonly option: infer Name extends string }
  ? Name
  : never;

/** The option that is the shape of the rows afterwards. */
type ShapeOption<Rule extends RowsRule> = Rule["gives"] extends { readonly lengthOf: infer Name extends string }
  ? Name
  : never;

/** The option that decides between two ranks. */
type RankOption<Rule extends RowsRule> = Rule["gives"] extends { readonly option: infer Name extends string }
  ? Name
  : never;

/** Options of a layer; those that decide about its rows as they are written. */
type LayerOptions<F extends Fields, Rule extends RowsRule, InputShape, Units, GivenShape, IsSet> = OptionsOf<F> & {
  readonly inputShape?: InputShape | undefined;
} & {
  readonly [Name in UnitsOption<Rule>]?: Units;
} & { readonly [Name in ShapeOption<Rule>]?: GivenShape } & { readonly [Name in RankOption<Rule>]?: IsSet | undefined };

/** The options, which may be left out where each of them may be. */
type LayerArguments<F extends Fields, Options> =
  Record<never, never> extends OptionsOf<F> ? [options?: Options] : [options: Options];

/** Makes layers of one definition: `dense({ units: 10 })`. */
export interface LayerFactory<Name extends string, F extends Fields, Rule extends RowsRule>
  extends FactoryInfo<"layer", F, Layer> {
  <
    const InputShape extends Shape = Shape,
    const Units extends number = number,
    const GivenShape extends Shape = Shape,
    const IsSet extends boolean = false,
  >(
    ...options: LayerArguments<F, LayerOptions<F, Rule, InputShape, Units, GivenShape, IsSet>>
  ): Layer<RowsOfLayer<Name, Rule, { inputShape: InputShape; units: Units; shape: GivenShape; isSet: IsSet }>>;
  /** What rows its layers take and give, as far as the definition says. */
  readonly rows: Rule | undefined;
}
