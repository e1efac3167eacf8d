// The options that every optimizer has besides those of its own rule.
import { decimal, flag, namesField, optional, wholeNumber } from "../../nn/index.ts";
import { ConfigError } from "../../tensor/index.ts";
import type { Schedule } from "../schedule.ts";

const threshold = (description: string) => optional(decimal({ minimum: 0, exclusive: "minimum", description }));

/** The fields of these options; they have the names and defaults of Keras, and two words of PyTorch. */
export const commonFields = {
  clipNorm: threshold("The gradient of each variable is made shorter where its norm exceeds this"),
  clipValue: threshold("Each derivative is kept between this and its negative"),
  globalClipNorm: threshold("All gradients are made shorter where their common norm exceeds this"),
  weightDecay: optional(decimal({ minimum: 0, description: "Share by which weights shrink, times the learning rate" })),
  excludeFromWeightDecay: optional(namesField("Weights whose names contain one of these do not shrink")),
  decoupledWeightDecay: optional(
    flag("Whether weights shrink before the step; if not, the decay is added to the gradient (L2)"),
    true,
  ),
  useEma: optional(flag("Whether weights are averaged over the steps; training ends with the averages"), false),
  emaMomentum: optional(
    decimal({ minimum: 0, maximum: 1, description: "Share of the old average of the weights that is kept" }),
    0.99,
  ),
  emaOverwriteFrequency: optional(
    wholeNumber({ minimum: 1, description: "Steps after which the averages take the place of the weights" }),
  ),
  gradientAccumulationSteps: optional(
    wholeNumber({ minimum: 2, description: "Steps whose mean gradient makes one change of the weights" }),
  ),
  maximize: optional(flag("Whether the loss is made larger instead of smaller"), false),
} as const;

/** These options and the learning rate, checked. */
export interface CommonConfig {
  readonly learningRate: number | Schedule;
  readonly clipNorm?: number | undefined;
  readonly clipValue?: number | undefined;
  readonly globalClipNorm?: number | undefined;
  readonly weightDecay?: number | undefined;
  readonly excludeFromWeightDecay?: readonly string[] | undefined;
  readonly decoupledWeightDecay: boolean;
  readonly useEma: boolean;
  readonly emaMomentum: number;
  readonly emaOverwriteFrequency?: number | undefined;
  readonly gradientAccumulationSteps?: number | undefined;
  readonly maximize: boolean;
}

/** Checks what these options have to fulfil together. @throws {ConfigError} when they do not. */
export function checkCommon({ clipNorm, clipValue, globalClipNorm, ...config }: CommonConfig, optimizer: string): void {
  const clips = Object.entries({ clipNorm, clipValue, globalClipNorm }).filter(([, value]) => value !== undefined);
  if (clips.length > 1) {
    const got = clips.map(([name]) => name).join(" and ");
    throw new ConfigError("gradients are clipped in one way only", { where: optimizer, got, expected: "one of them" });
  }
  if (config.emaOverwriteFrequency !== undefined && !config.useEma) {
    throw new ConfigError("emaOverwriteFrequency", {
      where: optimizer,
      got: `${config.emaOverwriteFrequency} without useEma`,
      expected: "useEma: true beside it",
    });
  }
  if (config.excludeFromWeightDecay !== undefined && config.weightDecay === undefined) {
    throw new ConfigError("excludeFromWeightDecay", {
      where: optimizer,
      got: "names, but no weightDecay",
      expected: "weightDecay beside it",
    });
  }
}
