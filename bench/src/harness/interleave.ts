// Rounds A B C A B C: every competitor is measured once in each round, one at a time, so that drift strikes all alike.

/** What one competitor gave in all rounds, or why it gave nothing more. */
export interface Series<Measurement> {
  readonly measurements: readonly Measurement[];
  readonly failure?: string;
}

/** Measures each contestant in each round; one that fails is left out of later rounds and its failure kept. */
export async function interleave<Contestant, Measurement>(
  contestants: readonly Contestant[],
  rounds: number,
  measure: (contestant: Contestant, round: number) => Promise<Measurement>,
): Promise<Map<Contestant, Series<Measurement>>> {
  const measurements = new Map(contestants.map((contestant): [Contestant, Measurement[]] => [contestant, []]));
  const failures = new Map<Contestant, string>();
  for (let round = 0; round < rounds; round++) {
    for (const [contestant, own] of measurements) {
      if (failures.has(contestant)) continue;
      try {
        own.push(await measure(contestant, round));
      } catch (error) {
        failures.set(contestant, error instanceof Error ? error.message : String(error));
      }
    }
  }
  return new Map(
    contestants.map((contestant) => {
      const failure = failures.get(contestant);
      const own = measurements.get(contestant) ?? [];
      return [contestant, failure === undefined ? { measurements: own } : { measurements: own, failure }];
    }),
  );
}
