// sgd: gradient descent, with momentum if wanted.
import { choice, decimal, flag, optional } from "../../nn/index.ts";
import { add, multiply, select, subtract } from "../../ops/index.ts";
import { ConfigError, type Tensor } from "../../tensor/index.ts";
import { learningRateField } from "../learningRateField.ts";
import { defineOptimizer, type OptimizerResult, type RuleInputs } from "../optimizer.ts";
import { momentumField, ruleDescription } from "../optimizerFields.ts";

interface Momentum {
  readonly momentum: number;
  readonly nesterov: boolean;
  readonly dampening: number;
}

type Slots = { readonly velocity: Tensor };
type Step = (inputs: RuleInputs<Slots>, config: Momentum) => OptimizerResult<Slots>;

/** The velocity is the step itself: it holds the learning rates of the steps that it is made of. */
const kerasStep: Step = ({ parameters, gradient, slots, learningRate }, { momentum, nesterov }) => {
  const descent = multiply(gradient, learningRate);
  const velocity = subtract(multiply(slots.velocity, momentum), descent);
  const step = nesterov ? subtract(multiply(velocity, momentum), descent) : velocity;
  return { parameters: add(parameters, step), slots: { velocity } };
};

/** The velocity is a sum of gradients, the first of which is not dampened. */
const pytorchStep: Step = (inputs, { momentum, nesterov, dampening }) => {
  const { parameters, gradient, slots, learningRate, isFirst } = inputs;
  const share = dampening === 0 ? 1 : select(isFirst, 1, 1 - dampening);
  const velocity = add(multiply(slots.velocity, momentum), multiply(gradient, share));
  const direction = nesterov ? add(gradient, multiply(velocity, momentum)) : velocity;
  return { parameters: subtract(parameters, multiply(direction, learningRate)), slots: { velocity } };
};

/**
 * Gradient descent: `w -= learningRate * g`. With momentum, as Keras defines it: `v = momentum * v - learningRate * g`
 * and `w += v`; with `nesterov`, `w += momentum * v - learningRate * g` with the new `v`.
 *
 * `rule: "pytorch"` keeps the learning rate out of the velocity, `v = momentum * v + (1 - dampening) * g` (`v = g` in
 * the first step) and `w -= learningRate * v`, which differs only where the rate changes or gradients are dampened; its
 * default rate is 0.001, and a weight decay is added to the gradient. `rule: "scikitLearn"` is that of Keras with the
 * defaults of scikit-learn's MLPs: rate 0.001, momentum 0.9, Nesterov's.
 *
 * @example
 * ```ts
 * import { sgd } from "chainrule";
 * const { learningRate, momentum, nesterov } = sgd({ learningRate: 0.1, momentum: 0.9 }).config;
 * console.log(learningRate, momentum, nesterov); // 0.1 0.9 false
 * ```
 */
export const sgd = defineOptimizer({
  name: "sgd",
  description: "Gradient descent, with momentum if wanted",
  config: {
    learningRate: optional(learningRateField(), 0.01),
    momentum: optional(momentumField(), 0),
    nesterov: optional(flag("Whether the gradient is looked at from where the momentum leads"), false),
    dampening: optional(decimal({ minimum: 0, maximum: 1, description: 'Dampening of gradients, for "pytorch"' }), 0),
    rule: optional(choice(["keras", "pytorch", "scikitLearn"], ruleDescription), "keras"),
  },
  defaults: {
    pytorch: { learningRate: 0.001, decoupledWeightDecay: false },
    scikitLearn: { learningRate: 0.001, momentum: 0.9, nesterov: true },
  },
  check: ({ dampening, rule, nesterov }) => {
    if (dampening === 0) return;
    const got = `${dampening}${nesterov ? " with nesterov" : ""} in the rule "${rule}"`;
    if (rule === "pytorch" && !nesterov) return;
    throw new ConfigError("dampening", { where: "sgd", got, expected: '0, or rule: "pytorch" without nesterov' });
  },
  slots: ({ momentum }) => ({ velocity: momentum === 0 ? undefined : { initial: 0 } }),
  step: ({ slots: { velocity }, ...inputs }, config) => {
    const { parameters, gradient, learningRate } = inputs;
    if (velocity === undefined) {
      return { parameters: subtract(parameters, multiply(gradient, learningRate)), slots: { velocity } };
    }
    return (config.rule === "pytorch" ? pytorchStep : kerasStep)({ ...inputs, slots: { velocity } }, config);
  },
});
