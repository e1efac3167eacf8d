// Registries: the built-in components of one kind by name, as strings in options and in files refer to them.
import { ConfigError, type ErrorDetails } from "../../tensor/index.ts";
import { type Component, type ComponentKind, type FieldDescription, isComponent } from "./component.ts";
import { describeValue } from "./configure.ts";
import { componentField, type DefinitionSource, type Field, type Fields } from "./field.ts";
import { oneOf } from "./nearestName.ts";

/** A factory of whatever options. */
export interface RegisteredFactory<Instance> {
  readonly kind: ComponentKind;
  readonly type: string;
  readonly description: string;
  readonly fields: Fields;
  /** Every option with type, range, default and description. */
  describe(): readonly FieldDescription[];
  create(options: Readonly<Record<string, unknown>>): Instance;
}

/** The names of those exports of a folder that are factories of one kind. */
export type NamesOf<List, Kind extends ComponentKind> = {
  [Name in keyof List]: List[Name] extends { readonly kind: Kind } ? Name : never;
}[keyof List] &
  string;

/**
 * The built-in components of one kind. Importing `chainrule` makes them known by name; with `chainrule/slim` no name is
 * known, and components are passed as objects.
 */
export interface Registry<Name extends string, Instance> extends DefinitionSource<Instance> {
  readonly kind: ComponentKind;
  /** In the order of the alphabet. */
  readonly names: readonly Name[];
  /** The definitions, in the order of their names. */
  readonly factories: readonly RegisteredFactory<Instance>[];
  /** Makes the factories of this kind among a folder's exports known by their names. */
  add(list: object): void;
  /** The component that a name or an object stands for. @throws {ConfigError} with the nearest name. */
  resolve(reference: Name | Instance, where: string): Instance;
  /** A field that takes a name or an object. */
  field(description: string): Field<Name | Instance, Instance>;
}

/** Whether something is the factory of components of a kind. */
export function isFactory<Instance>(value: unknown, kind: string): value is RegisteredFactory<Instance> {
  return typeof value === "function" && "kind" in value && value.kind === kind && "create" in value;
}

/** `a` or `an`, as English wants it. */
const article = (noun: string): string => (/^[aeiou]/.test(noun) ? `an ${noun}` : `a ${noun}`);

/** What an error says of something that is no component of this kind, and of no known name. */
export function unknownName(kind: string, written: unknown, names: readonly string[]): ErrorDetails {
  const got = describeValue(written);
  if (names.length === 0) return { got, expected: `${article(kind)} as an object`, fix: whereNamesAre(written) };
  const { expected, fix } = oneOf(written, names);
  return { got, expected: `${article(kind)}: ${expected}, or an object`, fix };
}

/** How to go on where no name is known. */
function whereNamesAre(written: unknown): string | undefined {
  return typeof written === "string" && /^[a-z]\w{0,40}$/i.test(written)
    ? knownOnlyByImport(written, `${written}()`)
    : undefined;
}

/** What an error says of a name that only the main entry knows. */
export function knownOnlyByImport(name: string, object = name): string {
  return `"${name}" is known by name only with import "chainrule"; with "chainrule/slim" pass ${object}`;
}

/**
 * A registry without components; `names.ts` fills all of them, so that a program that uses no names need not load what
 * it does not use.
 *
 * @param isInstance whether an object is a component of this kind.
 */
export function createRegistry<Name extends string, Instance extends Component>(
  kind: Instance["kind"],
  isInstance: (value: unknown) => value is Instance,
): Registry<Name, Instance> {
  const byName = new Map<string, RegisteredFactory<Instance>>();
  const isName = (value: unknown): value is Name => typeof value === "string" && byName.has(value);
  const known = (): Name[] => [...byName.keys()].filter(isName).sort();
  const definition = (name: string): RegisteredFactory<Instance> | undefined => byName.get(name);
  const resolve = (reference: unknown, where: string): Instance => {
    if (isInstance(reference)) return reference;
    const factory = typeof reference === "string" ? definition(reference) : undefined;
    if (factory === undefined) throw new ConfigError(where, unknownName(kind, reference, known()));
    return factory.create({});
  };
  // Fields are declared before the names are known: what they say of the names is asked for late.
  const field = (description: string): Field<Name | Instance, Instance> =>
    componentField<Name | Instance, Instance>(
      (value) => isName(value) || isInstance(value),
      (reference) => resolve(reference, kind),
      {
        type: kind,
        get expected() {
          return known().length === 0 ? `${article(kind)} as an object` : `one of ${known().join(", ")}, or an object`;
        },
        description,
        get choices() {
          return known();
        },
        advise: (value) => unknownName(kind, value, known()).fix,
        registry,
      },
    );
  const registry: Registry<Name, Instance> = {
    kind,
    get names() {
      return known();
    },
    get factories() {
      return known().flatMap((name) => byName.get(name) ?? []);
    },
    add: (list) => {
      for (const factory of Object.values(list)) {
        if (isFactory<Instance>(factory, kind)) byName.set(factory.type, factory);
      }
    },
    definition,
    resolve,
    field,
  };
  return registry;
}

/** A type guard for components of one kind. */
export function isComponentOf<Instance extends Component>(kind: ComponentKind) {
  return (value: unknown): value is Instance => isComponent(value, kind);
}
