// Fields: the options of a component, declared once as schemas with type, range, default and description.
import * as v from "valibot";

/** One option of a component: what users may write (`Input`) and what the component receives (`Output`). */
export type Field<Input, Output = Input> = v.GenericSchema<Input, Output>;

/** The options of a component by name. */
export type Fields = v.ObjectEntries;

/** What users write: fields with a default may be left out. */
export type OptionsOf<F extends Fields> = v.InferInput<v.ObjectSchema<F, undefined>>;

/** What the component receives: every field checked, defaults filled in, names resolved. */
export type ConfigOf<F extends Fields> = Readonly<v.InferOutput<v.ObjectSchema<F, undefined>>>;

/** What is known of a field besides its type: for messages, help texts and forms. */
export interface FieldInfo {
  readonly type: string;
  /** Completes the sentence "expected ...". */
  readonly expected: string;
  readonly description: string;
  readonly minimum?: number;
  readonly maximum?: number;
  /** The names that a field of text or of components takes. */
  readonly choices?: readonly string[];
  /** What to do about a wrong value; by default the choice that it resembles is suggested. */
  readonly advise?: (value: unknown) => string | undefined;
  /** Where saved forms of components find their definitions; only fields of components have it. */
  readonly registry?: DefinitionSource;
}

/** Options of whatever kind. */
type AnyOptions = Readonly<Record<string, unknown>>;

/** A definition as saved forms need it. */
export interface Definition<Instance = unknown> {
  readonly fields: Fields;
  create(options: AnyOptions): Instance;
}

/** Built-in definitions of one kind, by name. */
export interface DefinitionSource<Instance = unknown> {
  readonly kind: string;
  /** In the order of the alphabet. */
  readonly names: readonly string[];
  /** The definition of a name. */
  definition(name: string): Definition<Instance> | undefined;
}

/** A definition by a user: what saved forms may name besides the built-in ones. */
export interface CustomDefinition {
  readonly kind: string;
  readonly type: string;
  create(options: Readonly<Record<string, unknown>>): unknown;
}

/** A number within a range; the ends belong to it unless `exclusive` says otherwise. */
export interface NumberRange {
  readonly description: string;
  readonly minimum?: number;
  readonly maximum?: number;
  /** Ends of the range that are no allowed values themselves. */
  readonly exclusive?: "minimum" | "maximum" | "both";
}

function withInfo<Input, Output>(schema: v.GenericSchema<Input, Output>, info: FieldInfo): Field<Input, Output> {
  return v.pipe(schema, v.metadata({ info }));
}

function inRange(value: number, { minimum = -Infinity, maximum = Infinity, exclusive }: NumberRange): boolean {
  const aboveMinimum = exclusive === "minimum" || exclusive === "both" ? value > minimum : value >= minimum;
  const belowMaximum = exclusive === "maximum" || exclusive === "both" ? value < maximum : value <= maximum;
  return aboveMinimum && belowMaximum;
}

function describeRange({ minimum, maximum, exclusive }: NumberRange): string {
  if (minimum === undefined && maximum === undefined) return "";
  const low = exclusive === "minimum" || exclusive === "both" ? "greater than" : "at least";
  const high = exclusive === "maximum" || exclusive === "both" ? "less than" : "at most";
  const parts = [
    minimum === undefined ? [] : [`${low} ${minimum}`],
    maximum === undefined ? [] : [`${high} ${maximum}`],
  ];
  return parts.flat().join(" and ");
}

function limits({ minimum, maximum }: NumberRange): Pick<FieldInfo, "minimum" | "maximum"> {
  return { ...(minimum === undefined ? {} : { minimum }), ...(maximum === undefined ? {} : { maximum }) };
}

/** A finite number, within a range if one is given. */
export function decimal(range: NumberRange): Field<number> {
  const text = describeRange(range);
  return withInfo(
    v.custom<number>((value) => typeof value === "number" && Number.isFinite(value) && inRange(value, range)),
    {
      type: "decimal",
      expected: text === "" ? "a number" : `a number ${text}`,
      description: range.description,
      ...limits(range),
    },
  );
}

/** A whole number, within a range if one is given. */
export function wholeNumber(range: NumberRange): Field<number> {
  const text = describeRange(range);
  const positive = range.minimum === 1 && range.maximum === undefined && range.exclusive === undefined;
  const expected = positive ? "a positive whole number" : text === "" ? "a whole number" : `a whole number ${text}`;
  return withInfo(
    v.custom<number>((value) => Number.isSafeInteger(value) && inRange(Number(value), range)),
    { type: "wholeNumber", expected, description: range.description, ...limits(range) },
  );
}

/** True or false. */
export function flag(description: string): Field<boolean> {
  const isFlag = (value: unknown): boolean => typeof value === "boolean";
  return withInfo(v.custom<boolean>(isFlag), { type: "flag", expected: "true or false", description });
}

/** One of some words. */
export function choice<const Words extends readonly string[]>(words: Words, description: string): Field<Words[number]> {
  const expected = `one of ${words.join(", ")}`;
  const isWord = (value: unknown): boolean => words.some((word) => word === value);
  return withInfo(v.custom<Words[number]>(isWord), { type: "choice", expected, description, choices: words });
}

/** A name that can be part of a weight's name and of a file's: letters, digits, `_`, `-`, `.`. */
export function identifier(description: string): Field<string> {
  return withInfo(
    v.custom<string>((value) => typeof value === "string" && /^[\w.-]{1,100}$/.test(value)),
    { type: "identifier", expected: "a name of letters, digits, _, - and .", description },
  );
}

/** Text of any characters, at least one: a path, a separator. */
export function textField(description: string): Field<string> {
  return withInfo(
    v.custom<string>((value) => typeof value === "string" && value !== ""),
    { type: "text", expected: "text that is not empty", description },
  );
}

/** Sizes of the axes of one row, without the axis of the batch: `[64]`. One of them may be -1 if `inferred` is true. */
export function shapeField(description: string, { inferred = false } = {}): Field<readonly number[]> {
  const isSize = (size: unknown): boolean => Number.isSafeInteger(size) && Number(size) > 0;
  const open = (sizes: readonly unknown[]): number => sizes.filter((size) => size === -1).length;
  const isShape = (sizes: readonly unknown[]): boolean =>
    sizes.every((size) => isSize(size) || (inferred && size === -1)) && open(sizes) <= 1;
  const expected = inferred ? ", of which one may be -1 for what is left" : "";
  return withInfo(
    v.custom<readonly number[]>((value) => Array.isArray(value) && isShape(value)),
    { type: "shape", expected: `positive whole numbers such as [64]${expected}`, description },
  );
}

/** A list of numbers, each within a range if one is given. */
export function numbersField(range: NumberRange): Field<readonly number[]> {
  const text = describeRange(range);
  const isOne = (value: unknown): boolean => Number.isFinite(value) && inRange(Number(value), range);
  return withInfo(
    v.custom<readonly number[]>((value) => Array.isArray(value) && value.every(isOne)),
    {
      type: "numbers",
      expected: text === "" ? "a list of numbers" : `a list of numbers, each ${text}`,
      description: range.description,
      ...limits(range),
    },
  );
}

/** A list of names. */
export function namesField(description: string): Field<readonly string[]> {
  const isName = (value: unknown): boolean => typeof value === "string" && value !== "";
  return withInfo(
    v.custom<readonly string[]>((value) => Array.isArray(value) && value.every(isName)),
    { type: "names", expected: "a list of names", description },
  );
}

/** One axis of a batch or several, in which the rows' own axis is 0; negative ones count from the end. */
export function axesField(description: string): Field<number | readonly number[]> {
  const isList = (value: unknown): boolean =>
    Array.isArray(value) && value.length > 0 && value.every(Number.isSafeInteger);
  return withInfo(
    v.custom<number | readonly number[]>((value) => Number.isSafeInteger(value) || isList(value)),
    { type: "axes", expected: "a whole number such as -1, or a list of them", description },
  );
}

/** A value that is not plain data (a stream, a function) and therefore never saved. */
export function objectField<T>(check: (value: unknown) => boolean, expected: string, description: string): Field<T> {
  return withInfo(v.custom<T>(check), { type: "object", expected, description });
}

/** A component of some kind, by its name or as an object; `resolve` is called only with what `accepts` accepts. */
export function componentField<Input, Output>(
  accepts: (value: unknown) => boolean,
  resolve: (reference: Input) => Output,
  info: FieldInfo,
): Field<Input, Output> {
  return withInfo(v.pipe(v.custom<Input>(accepts), v.transform(resolve)), info);
}

/** The same field, which may be left out: it then has the default, or is undefined where none is given. */
export const optional: typeof v.optional = v.optional;

function isFieldInfo(value: unknown): value is FieldInfo {
  return typeof value === "object" && value !== null && "expected" in value && "description" in value;
}

/** What was declared of a field; undefined for a schema that was not made by this module. */
export function fieldInfo(schema: object): FieldInfo | undefined {
  if ("wrapped" in schema && typeof schema.wrapped === "object" && schema.wrapped !== null) {
    return fieldInfo(schema.wrapped);
  }
  if (!("pipe" in schema) || !Array.isArray(schema.pipe)) return undefined;
  for (const item of schema.pipe) {
    if (item?.type === "metadata" && isFieldInfo(item.metadata?.info)) return item.metadata.info;
  }
  return undefined;
}
