import { expect, test } from 'vitest';
import { DAY_MS } from '../../core/time.ts';
import { NOT_WATCHED } from '../../decisions/gates/gate-facts.ts';
import { policyWith } from './engine-fixtures.ts';
import { factsWith, gate, NOW_MS, prove, signedBy } from './gate-fixtures.ts';
import { runs, WATCHED, signed, CASE } from './gate-samples.ts';

test('only axes that the policy requires have to be watched', () => {
  const policy = policyWith({ signals: { hallucination_rate: { role: 'required', limit: 0.1 } } });
  const watch = { ...WATCHED, rules: { ...NOT_WATCHED.rules, operations: ['o'] } };
  expect(prove('monitoring_active', factsWith({ events: runs(9, 1), watch, policy })).state).toBe(
    'passed',
  );
});

test('a policy that requires no signal proves no monitoring', () => {
  const policy = policyWith({ signals: {} });
  const facts = factsWith({ events: runs(9, 1), watch: WATCHED, policy });
  expect(prove('monitoring_active', facts).missing).toEqual([
    expect.stringMatching(/requires no signal on any axis/),
  ]);
});

test('the record may name other approvers of a gate that is signed', () => {
  const record = { gates: { users_trained: { approvers: ['operations' as const] } } };
  const facts = (capacity: 'operations' | 'business') =>
    factsWith({ record, ...signed('users_trained', signedBy('operations-owner', capacity)) });
  expect(prove('users_trained', facts('operations')).state).toBe('passed');
  expect(prove('users_trained', facts('business')).state).toBe('open');
});

test('a workload that is expected to run seldom is quick enough by several days together', () => {
  const record = {
    business_case: { ...CASE.business_case, expected_runs_per_day: 20 },
    agreed: { latency_p95_ms: 1000 },
  };
  const of = (latency_ms: number) =>
    prove('latency_under_load', factsWith({ record, events: runs(240, 10, { latency_ms }) }));
  expect(of(900)).toMatchObject({ state: 'passed' });
  expect(of(900).evidence).toMatch(/runs in \d days/);
  expect(of(1100)).toMatchObject({ state: 'open' });
});

test('a test alert counts for a year', () => {
  const test = { receiver: 'desk', acknowledgedMs: NOW_MS - 366 * DAY_MS };
  const facts = factsWith({ events: runs(9, 1), watch: { ...WATCHED, test } });
  expect(prove(gate('monitoring_active').id, facts).missing).toEqual([
    expect.stringMatching(/send another/),
  ]);
});
