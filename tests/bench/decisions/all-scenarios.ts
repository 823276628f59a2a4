import type { Scenario } from './scenario.ts';
import { AT_LIMIT } from './scenarios/at-limit.ts';
import { CHANGES } from './scenarios/changes.ts';
import { MISSING } from './scenarios/missing.ts';
import { RULES } from './scenarios/rules.ts';
import { STEADY } from './scenarios/steady.ts';
import { TRAFFIC } from './scenarios/traffic.ts';

/** Every simulated workload, in the order in which they are printed. */
export const SCENARIOS: readonly Scenario[] = [
  ...STEADY,
  ...AT_LIMIT,
  ...CHANGES,
  ...TRAFFIC,
  ...MISSING,
  ...RULES,
];

/** A simulated workload by its id; throws where there is none. */
export function scenarioOf(id: string): Scenario {
  const scenario = SCENARIOS.find((candidate) => candidate.id === id);
  if (scenario === undefined) throw new RangeError(`no scenario is called ${id}`);
  return scenario;
}
