// Measures scalar formulas over all float32 numbers: node --import ./tools/bin/register.mjs tools/exhaustiveUlp.ts [STRIDE] [NAME...]
import { compileScalar, power, type ScalarPrecision } from "../library/src/ops/scalars/index.ts";
import { Random } from "../library/src/tensor/index.ts";
import { float32Functions, floatOperand } from "../library/test/ops/scalars/float32Functions.ts";
import { floatOfBits, ulpError } from "../library/test/ops/scalars/ulps.ts";

/** Every 97th of the 2^32 float32 numbers takes about ten seconds per function and precision; stride 1 takes all. */
const DEFAULT_STRIDE = 97;
const PAIRS = 20_000_000;

interface Worst {
  readonly error: number;
  readonly at: string;
}

/** The largest error of one formula among the numbers whose bits are multiples of `stride`. */
function sweep({ node, exact }: (typeof float32Functions)[number], precision: ScalarPrecision, stride: number): Worst {
  const compute = compileScalar(node, precision);
  let [largest, at] = [0, 0];
  for (let bits = 0; bits < 2 ** 32; bits += stride) {
    const x = floatOfBits(bits);
    const error = ulpError(compute([x]), exact(x));
    if (error > largest) [largest, at] = [error, x];
  }
  return { error: largest, at: String(at) };
}

/** The largest error of powers among random pairs, most of them with a result that is neither 0 nor Infinity. */
function samplePowers(precision: ScalarPrecision): Worst {
  const compute = compileScalar(power(floatOperand(0), floatOperand(1)).node, precision);
  const random = new Random(1);
  let worst: Worst = { error: 0, at: "" };
  for (let pair = 0; pair < PAIRS; pair += 1) {
    const nearOne = pair % 2 === 0;
    const x = floatOfBits(nearOne ? 0x3f000000 + random.integer(0x1000000) : random.integer(0x7f800000));
    const y = Math.fround(random.uniform(-155, 135) / Math.log2(x));
    const error = ulpError(compute([x, y]), x ** y);
    if (error > worst.error) worst = { error, at: `${x} to the power ${y}` };
  }
  return worst;
}

function report(name: string, precision: ScalarPrecision, { error, at }: Worst): void {
  console.log(`${name.padEnd(20)} ${precision.padEnd(13)} ${error.toFixed(4)} ulp at ${at}`);
}

const [stride = String(DEFAULT_STRIDE), ...names] = process.argv.slice(2);
const chosen = (name: string): boolean => names.length === 0 || names.includes(name);
for (const precision of ["float32", "fusedFloat32"] as const) {
  for (const float32Function of float32Functions.filter(({ name }) => chosen(name))) {
    report(float32Function.name, precision, sweep(float32Function, precision, Number(stride)));
  }
  if (chosen("pow")) report("pow", precision, samplePowers(precision));
}
