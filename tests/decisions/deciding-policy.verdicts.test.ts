import { expect, test } from 'vitest';
import { replay } from '../../decisions/engine/replay.ts';
import { decidingPolicy } from '../../decisions/policy/deciding-policy.ts';
import { PLAIN_CONTEXT, policyWith } from './engine-fixtures.ts';
import { simulateDays } from './simulated-history.ts';

const policy = policyWith();

test.each([1, 2, 3, 4])(
  'a policy with the limits of required signals alone gives the same verdicts for the same reasons, history %d',
  (seed) => {
    const history = simulateDays(seed, 75, (day) => ({
      runsPerDay: day > 66 && seed % 2 === 0 ? 0 : 150,
      hallucinationRate: day > 20 && day < 20 + 5 * seed ? 0.09 : 0.01,
      valueUsd: day > 40 && day < 45 ? 0.1 : 0.8,
      costUsd: 0.3,
      errorRate: day > 10 && day < 30 ? 0.3 : 0.01,
    }));
    const whole = replay(policy, history, PLAIN_CONTEXT, history.endMs);
    const deciding = replay(decidingPolicy(policy), history, PLAIN_CONTEXT, history.endMs);
    expect(whole.changes.length).toBeGreaterThan(2);
    expect(deciding.changes).toEqual(whole.changes);
    const statuses = Object.entries(deciding.state?.signals ?? {});
    expect(statuses.map(([signal]) => signal).toSorted()).toEqual([
      'hallucination_rate',
      'roi',
      'value_per_run',
    ]);
    for (const [signal, memory] of statuses) {
      expect(whole.state?.signals[signal]).toEqual(memory);
    }
  },
);
