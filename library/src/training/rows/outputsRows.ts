// What a compiler knows of a model's outputs, and whether a loss can be used with them.
import type { ClassLossName, KnownOf, KnownRows, Loss, LossFunction, LossName, OverClasses } from "../../nn/index.ts";

/** The rows of a model's outputs by name, as far as the compiler knows them. */
export type OutputsRows = Readonly<Record<string, KnownRows>>;

/** A loss by name, configured, or as a function of targets and predictions. */
export type LossReference = LossName | Loss | LossFunction;

/** A loss for all outputs, or one for each by name. */
export type LossOption = LossReference | Readonly<Record<string, LossReference>>;

/** Whether a loss, or each of those that a type allows, is over classes. */
type IsOverClasses<Given> = [LossName] extends [Given]
  ? false
  : [Given] extends [ClassLossName]
    ? true
    : [Given] extends [Loss]
      ? KnownOf<Given, string> extends OverClasses
        ? true
        : false
      : false;

/** Names of the outputs that are known to be one number; of one of several models, in each of them. */
type SingleOutputs<Outputs extends OutputsRows, Names extends PropertyKey = keyof Outputs> = {
  [Name in Names]: [Outputs[Name & keyof Outputs]["units"]] extends [1] ? Name : never;
}[Names];

type Refusal = "a loss over classes needs at least 2 outputs, but there is 1: use binaryCrossentropy";

/** What is wrong with a loss, if one of these outputs is to have it. */
type Misfit<Given, Singles> = [Singles] extends [never] ? never : IsOverClasses<Given> extends true ? Refusal : never;

/** What is wrong with each of the losses that are given by name. */
type Misfits<Given, Outputs extends OutputsRows> = {
  readonly [Name in keyof Given]: Name extends keyof Outputs
    ? Misfit<Given[Name], Extract<SingleOutputs<Outputs>, Name>>
    : `the model has no output "${Name & string}"`;
};

/** Names that nothing is given for; none where the names are not known. */
type Missing<Given, Outputs> = string extends keyof Outputs ? never : Exclude<keyof Outputs, keyof Given>;

/** The losses by name, with what is wrong in the place of those that cannot be used. */
type CheckedLosses<Given, Outputs extends OutputsRows> = string extends keyof Given
  ? Given
  : [Misfits<Given, Outputs>[keyof Given] | Missing<Given, Outputs>] extends [never]
    ? Given
    : {
        readonly [Name in keyof Given | keyof Outputs]: Name extends keyof Given
          ? [Misfits<Given, Outputs>[Name]] extends [never]
            ? Given[Name]
            : Misfits<Given, Outputs>[Name]
          : LossReference;
      };

/** Losses as they are given, with what is wrong in the place of what cannot be used. */
export type CheckedLoss<Given, Outputs extends OutputsRows> = [Given] extends [LossReference]
  ? [Misfit<Given, SingleOutputs<Outputs>>] extends [never]
    ? Given
    : Misfit<Given, SingleOutputs<Outputs>>
  : [Given] extends [Readonly<Record<string, LossReference>>]
    ? CheckedLosses<Given, Outputs>
    : Given;
