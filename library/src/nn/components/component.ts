// Components: everything that has a name and options, such as layers, activations, losses and optimizers.
import { ConfigError } from "../../tensor/index.ts";
import { configure, describeValue } from "./configure.ts";
import type { ConfigOf, CustomDefinition, FieldInfo, Fields, OptionsOf } from "./field.ts";

/** What components there are. */
export type ComponentKind =
  | "layer"
  | "activation"
  | "initializer"
  | "regularizer"
  | "constraint"
  | "loss"
  | "optimizer"
  | "schedule"
  | "metric"
  | "callback";

/** Plain data, as JSON can hold it. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A JSON object. */
export type JsonObject = Readonly<Record<string, Json>>;

/** A component in a file: its definition's name, and its options. */
export interface ComponentJson {
  readonly type: string;
  readonly [option: string]: Json;
}

/** A configured component: plain data, and the behaviour that its kind adds. */
export interface Component<Kind extends ComponentKind = ComponentKind> {
  readonly kind: Kind;
  /** The name of its definition: `dense`, `adam`. */
  readonly type: string;
  /** Every option, defaults included. */
  readonly config: Readonly<Record<string, unknown>>;
  /** The form that a model file holds. */
  toJSON(): ComponentJson;
}

/** A field as a help text or a form shows it. */
export interface FieldDescription extends Omit<FieldInfo, "registry"> {
  readonly name: string;
  readonly required: boolean;
  readonly default: unknown;
}

/** Describes every field of a component: name, type, range, default, description, in the order of declaration. */
export type DescribeFields = (fields: Fields) => readonly FieldDescription[];

let known: DescribeFields | undefined;

/** Lets components describe their options. */
export function describeWith(describe: DescribeFields): void {
  known = describe;
}

function described(fields: Fields, name: string): readonly FieldDescription[] {
  if (known !== undefined) return known(fields);
  throw new ConfigError(`${name} cannot describe its options`, {
    fix: 'Import "chainrule": the build of "chainrule/slim" leaves out what describes them',
  });
}

/** The options as arguments: they may be left out where each of them may be, and where there are none none are taken. */
type Arguments<F extends Fields> = [keyof F] extends [never]
  ? [options?: Readonly<Record<string, never>>]
  : Record<never, never> extends OptionsOf<F>
    ? [options?: OptionsOf<F>]
    : [options: OptionsOf<F>];

/** What is known of the components of one definition. */
export interface FactoryInfo<Kind extends ComponentKind, F extends Fields, Instance> extends CustomDefinition {
  readonly kind: Kind;
  readonly type: string;
  /** What it is, in a few words; empty in the build of `chainrule/slim`. */
  readonly description: string;
  readonly fields: F;
  /**
   * Every option with type, range, default and description, for help texts and forms.
   *
   * @throws {ConfigError} where only `chainrule/slim` is imported.
   */
  describe(): readonly FieldDescription[];
  /** The same from options of unknown origin. @throws {ConfigError} when they do not fit. */
  create(options: Readonly<Record<string, unknown>>): Instance;
}

/** Makes components of one definition: `adam({ learningRate: 0.01 })`. */
export interface Factory<Kind extends ComponentKind, F extends Fields, Instance>
  extends FactoryInfo<Kind, F, Instance> {
  (...options: Arguments<F>): Instance;
}

/** What every definition says. */
export interface ComponentDefinition<F extends Fields> {
  /** Its name in code, in files and in messages. */
  readonly name: string;
  readonly description: string;
  /** Its options; none by default. */
  readonly config?: F;
  /** Fills in options that are left out, before they are checked: defaults that depend on other options. */
  complete?(options: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>;
  /** What options have to fulfil together. @throws {ConfigError} when they do not. */
  check?(config: ConfigOf<F>): void;
}

function toJson(value: unknown, where: string): Json {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => toJson(item, where));
  if (isComponent(value)) return value.toJSON();
  throw new ConfigError(`${where} cannot be saved`, { got: describeValue(value), expected: "plain data" });
}

/** Whether a value is a component, of a certain kind if one is given. */
export function isComponent(value: unknown, kind?: ComponentKind): value is Component {
  if (typeof value !== "object" || value === null || !("kind" in value && "type" in value)) return false;
  return "toJSON" in value && typeof value.type === "string" && (kind === undefined || value.kind === kind);
}

function componentJson(type: string, config: Readonly<Record<string, unknown>>): ComponentJson {
  const options = Object.entries(config).filter(([, value]) => value !== undefined);
  return Object.fromEntries([["type", type], ...options.map(([name, value]) => [name, toJson(value, name)])]);
}

/**
 * Defines a kind of component: the one mechanism behind `defineLayer`, `defineActivation`, `defineOptimizer` and others.
 *
 * @param behave gives the behaviour of a component with this configuration.
 */
export function defineComponent<Kind extends ComponentKind, const F extends Fields, Behaviour extends object>(
  kind: Kind,
  definition: ComponentDefinition<F>,
  behave: (config: ConfigOf<F>) => Behaviour,
): Factory<Kind, F, Component<Kind> & Behaviour> {
  const { name, description } = definition;
  const fields = fieldsOf(definition);
  const create = (options: unknown = {}): Component<Kind> & Behaviour => {
    const values = configure(fields, completed(definition, options), name);
    definition.check?.(values);
    const component: Component<Kind> = { kind, type: name, config: values, toJSON: () => componentJson(name, values) };
    return Object.freeze({ ...component, ...behave(values) });
  };
  const factory = (...options: Arguments<F>): Component<Kind> & Behaviour => create(options[0]);
  return Object.assign(factory, {
    kind,
    type: name,
    description,
    fields,
    describe: () => described(fields, name),
    create,
  });
}

function completed<F extends Fields>(definition: ComponentDefinition<F>, options: unknown): unknown {
  if (definition.complete === undefined || typeof options !== "object" || options === null) return options;
  return definition.complete({ ...options });
}

/** The fields of a definition. */
export function fieldsOf<F extends Fields>({ config }: ComponentDefinition<F>): F {
  // Where a definition has no config, its F is the empty record.
  return config ?? ({} as F);
}
