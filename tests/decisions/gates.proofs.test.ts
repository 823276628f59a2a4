import { describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../core/time.ts';
import { NOT_WATCHED, type Watch } from '../../decisions/gates/gate-facts.ts';
import { GATES } from '../../decisions/gates/gate-catalogue.ts';
import { PROVERS } from '../../decisions/gates/provers.ts';
import { policyWith } from './engine-fixtures.ts';
import { factsWith, gate, NOW_MS, prove, signedBy, spread } from './gate-fixtures.ts';

const OWNERS = { business: 'bea', technical: 'tom', operations: 'ola' };
const runs = (count: number, days: number, fields: object = {}) =>
  spread(count, days, () => ({ kind: 'run', ok: true, ...fields }));
const drill = (restoredMs: number, minutes: number, isDrill = true) =>
  (['detected', 'restored'] as const).map((phase) => ({
    kind: 'incident' as const,
    workload: 'w',
    id: `${restoredMs}-${phase}`,
    ts: phase === 'restored' ? restoredMs : restoredMs - minutes * MINUTE_MS,
    incident: `d-${restoredMs}`,
    phase,
    rollback: true,
    drill: isDrill,
  }));
const evaluations = (count: number, passed: number, fields: object = {}) =>
  spread(count, 20, (index) => ({
    kind: 'evaluation',
    name: 'answers',
    passed: index % count < passed,
    ...fields,
  }));
const reviews = (count: number, wrong: number) =>
  spread(count, 40, (index) => ({
    kind: 'review',
    source: 'random',
    verdict: index < wrong ? 'reject' : 'correct',
  }));
const WATCHED: Watch = {
  rules: { value: ['v'], operations: ['o'], economics: ['e'] },
  breakers: ['e'],
  receivers: ['desk'],
  test: { receiver: 'desk', acknowledgedMs: NOW_MS - DAY_MS },
};
const signed = (id: string, ...signatures: ReturnType<typeof signedBy>[]) => ({
  signatures: new Map([[id, signatures]]),
});
const CASE = {
  purpose: 'Answers.',
  out_of_scope: 'Decides nothing.',
  business_case: {
    value_per_success_usd: 1,
    source: 'study',
    date: '2026-01-01',
    baseline_cost_per_task_usd: 2,
    expected_runs_per_day: 100,
    stop_conditions: 'never earns',
    monthly_budget_usd: 9000,
  },
};
const quarantine = (events: number) => ({
  rows: { rejected: [{ hourMs: NOW_MS - 5 * HOUR_MS, events }] },
});

/** Of each gate facts that prove it, and facts that almost do. */
const CASES: readonly (readonly [
  gate: string,
  proved: Partial<Parameters<typeof factsWith>[0]>,
  almost: Partial<Parameters<typeof factsWith>[0]>,
  missing: RegExp,
])[] = [
  [
    'purpose_stated',
    {
      record: { ...CASE, owners: OWNERS },
      ...signed('purpose_stated', signedBy('bea', 'business'), signedBy('ola', 'operations')),
    },
    {
      record: { ...CASE, out_of_scope: '' },
      ...signed('purpose_stated', signedBy('bea', 'business')),
    },
    /not responsible for \(out_of_scope\).*Not signed for operations/,
  ],
  [
    'owners',
    { record: { owners: OWNERS } },
    { record: { owners: { ...OWNERS, technical: 'Bea' } } },
    /same person/,
  ],
  [
    'owners',
    { record: { owners: { ...OWNERS, risk: 'rio' }, risk_class: 'regulated' } },
    { record: { owners: OWNERS, risk_class: 'customer-facing' } },
    /No risk owner/,
  ],
  [
    'data_contract',
    { events: runs(1000, 5), ...quarantine(9), record: { data_contract: 1 } },
    { events: runs(1000, 5), ...quarantine(12), record: { data_contract: 1 } },
    /1\.2 % of 1,012 events/,
  ],
  [
    'evaluation_set',
    {
      datasets: [{ dataset: 'golden', firstMs: NOW_MS - DAY_MS, evaluations: 9 }],
      ...signed('evaluation_set', signedBy('eva', 'expert')),
    },
    signed('evaluation_set', signedBy('eva', 'expert')),
    /No evaluation event that names a dataset/,
  ],
  [
    'evaluation_passes',
    { events: evaluations(1000, 960), record: { agreed: { evaluation_pass_rate: 0.9 } } },
    { events: evaluations(1000, 915), record: { agreed: { evaluation_pass_rate: 0.9 } } },
    /agreed are 90 %/,
  ],
  [
    'failure_modes',
    signed('failure_modes', signedBy('tom', 'technical'), signedBy('eva', 'expert')),
    signed('failure_modes', signedBy('tom', 'technical'), signedBy('tom', 'expert')),
    /Not signed for expert/,
  ],
  [
    'latency_under_load',
    {
      events: runs(2000, 5, { latency_ms: 900 }),
      record: { ...CASE, agreed: { latency_p95_ms: 1000 } },
    },
    {
      events: runs(400, 5, { latency_ms: 900 }),
      record: { ...CASE, agreed: { latency_p95_ms: 1000 } },
    },
    /No day of the last 28 had 100 runs/,
  ],
  [
    'sandbox_sample',
    {
      events: reviews(200, 4),
      record: { agreed: { audited_error_rate: 0.1 } },
      ...signed('sandbox_sample', signedBy('ola', 'operations')),
    },
    {
      events: reviews(100, 2),
      record: { agreed: { audited_error_rate: 0.1 } },
      ...signed('sandbox_sample', signedBy('ola', 'operations')),
    },
    /100 of \d+ random reviews/,
  ],
  [
    'error_rate_accepted',
    {
      events: reviews(400, 4),
      record: { agreed: { audited_error_rate: 0.1 } },
      ...signed('error_rate_accepted', signedBy('ola', 'operations')),
    },
    {
      events: reviews(400, 38),
      record: { agreed: { audited_error_rate: 0.1 }, risk_class: 'regulated' },
      ...signed('error_rate_accepted', signedBy('ola', 'operations')),
    },
    /accepted are 10 %\. Not signed for compliance/,
  ],
  [
    'monitoring_active',
    { events: runs(10, 1), watch: WATCHED },
    { events: runs(10, 1), watch: { ...WATCHED, rules: { ...WATCHED.rules, value: [] } } },
    /No enabled alert rule watches the axis value/,
  ],
  [
    'monitoring_active',
    { events: runs(10, 1), watch: WATCHED },
    { events: runs(10, 1), watch: { ...WATCHED, receivers: [], test: null } },
    /No route leads.*No test alert/,
  ],
  [
    'monitoring_active',
    { events: runs(10, 1), watch: WATCHED },
    { watch: WATCHED },
    /No telemetry/,
  ],
  [
    'rollback_rehearsed',
    { events: drill(NOW_MS - 89 * DAY_MS, 20) },
    { events: drill(NOW_MS - 91 * DAY_MS, 20) },
    /more than 90 days ago/,
  ],
  [
    'rollback_rehearsed',
    { events: drill(NOW_MS - DAY_MS, 20), record: { agreed: { rollback_minutes: 20 } } },
    { events: drill(NOW_MS - DAY_MS, 21), record: { agreed: { rollback_minutes: 20 } } },
    /agreed are 20 minutes/,
  ],
  [
    'rollback_rehearsed',
    { events: drill(NOW_MS - DAY_MS, 20) },
    { events: drill(NOW_MS - DAY_MS, 20, false) },
    /No drill/,
  ],
  [
    'support_path',
    {
      record: { support_path: 'desk', escalation_path: 'lead' },
      ...signed('support_path', signedBy('ola', 'operations')),
    },
    {
      record: { support_path: 'desk' },
      ...signed('support_path', signedBy('ola', 'operations')),
    },
    /escalation path/,
  ],
  [
    'adoption_measured',
    { events: spread(50, 20, () => ({ kind: 'adoption', eligible: 100, used: 40 })) },
    { events: runs(50, 20) },
    /No occasions for use/,
  ],
  [
    'budget_and_breaker',
    { record: CASE, watch: WATCHED },
    { record: CASE, watch: { ...WATCHED, breakers: [] } },
    /pauses or limits/,
  ],
  [
    'review_on_cadence',
    { record: { review_cadence: '30d' }, reviewsMs: [NOW_MS - 29 * DAY_MS] },
    { record: { review_cadence: '30d' }, reviewsMs: [NOW_MS - 31 * DAY_MS] },
    /more than 30d ago/,
  ],
  [
    'evaluation_current',
    { events: evaluations(100, 90) },
    { events: evaluations(100, 90).filter(({ ts }) => Number(ts) < NOW_MS - 3 * DAY_MS) },
    /stale/,
  ],
];

describe('a gate is passed by what proves it, and open with what is missing', () => {
  test.each(CASES)('%s', (id, proved, almost, missing) => {
    const passed = prove(id, factsWith(proved));
    expect(passed).toMatchObject({ state: 'passed', missing: [] });
    expect(passed.evidence).not.toBe('');
    const open = prove(id, factsWith(almost));
    expect(open.state).toBe('open');
    expect(open.missing.join(' ')).toMatch(missing);
    expect(prove(id, factsWith())).toMatchObject({ state: 'open' });
  });

  test('every gate is proved by what it says', () => {
    for (const one of GATES) {
      const isSigned = one.provedBy.some((kind) => kind === 'attestation');
      expect([one.id, one.approvers.length > 0]).toEqual([one.id, isSigned]);
      const isProved = one.provedBy.some((kind) => kind !== 'attestation');
      expect([one.id, PROVERS[one.id] !== undefined]).toEqual([one.id, isProved]);
    }
    expect(Object.keys(PROVERS).every((id) => GATES.some((one) => one.id === id))).toBe(true);
    expect(new Set(GATES.map(({ id }) => id)).size).toBe(GATES.length);
  });
});

test('signatures alone never pass what telemetry or the record proves', () => {
  const proved = GATES.filter(({ id }) => PROVERS[id] !== undefined);
  for (const { id, approvers } of proved) {
    const all = approvers.map((capacity) => signedBy(capacity, capacity));
    expect([id, prove(id, factsWith(signed(id, ...all))).state]).toEqual([id, 'open']);
  }
});

test('only axes that the policy requires have to be watched', () => {
  const policy = policyWith({ signals: { hallucination_rate: { role: 'required', limit: 0.1 } } });
  const watch = { ...WATCHED, rules: { ...NOT_WATCHED.rules, operations: ['o'] } };
  expect(prove('monitoring_active', factsWith({ events: runs(9, 1), watch, policy })).state).toBe(
    'passed',
  );
});

test('the record may name other approvers of a gate that is signed', () => {
  const record = { gates: { users_trained: { approvers: ['operations' as const] } } };
  const facts = (capacity: 'operations' | 'business') =>
    factsWith({ record, ...signed('users_trained', signedBy('ola', capacity)) });
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
