// piecewiseConstantDecay: a rate for each stretch of steps.
import { numbersField } from "../../nn/index.ts";
import { ConfigError } from "../../tensor/index.ts";
import { defineSchedule } from "../schedule.ts";

/**
 * `values[0]` up to and including `iteration = boundaries[0]`, then `values[1]` up to `boundaries[1]`, and so on; the
 * last value after the last boundary, as in Keras. (PyTorch's `MultiStepLR` has its milestones one step earlier.)
 *
 * @throws {ConfigError} unless there is one value more than boundaries, and boundaries grow.
 *
 * @example
 * ```ts
 * import { piecewiseConstantDecay } from "chainrule";
 * const schedule = piecewiseConstantDecay({ boundaries: [100, 200], values: [0.1, 0.05, 0.01] });
 * console.log(schedule.rate(100), schedule.rate(101), schedule.rate(201)); // 0.1 0.05 0.01
 * ```
 */
export const piecewiseConstantDecay = defineSchedule({
  name: "piecewiseConstantDecay",
  description: "A rate for each stretch of steps",
  config: {
    boundaries: numbersField({ minimum: 0, description: "Iterations after which the next rate begins" }),
    values: numbersField({ minimum: 0, description: "The rates, one more than boundaries" }),
  },
  check: ({ boundaries, values }) => {
    const got = `${boundaries.length} boundaries, ${values.length} values`;
    if (values.length !== boundaries.length + 1) {
      throw new ConfigError("values", {
        where: "piecewiseConstantDecay",
        got,
        expected: "one value more than boundaries",
      });
    }
    if (boundaries.every((boundary, index) => index === 0 || boundary > (boundaries[index - 1] ?? 0))) return;
    const expected = "each boundary larger than the one before";
    throw new ConfigError("boundaries", { where: "piecewiseConstantDecay", got: boundaries.join(", "), expected });
  },
  rate: (iteration, { boundaries, values }) => {
    const reached = boundaries.findIndex((boundary) => iteration <= boundary);
    return values.at(reached) ?? 0;
  },
});
