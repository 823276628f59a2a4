import { describe, expect, test } from 'vitest';
import { DAY_MS } from '../../core/time.ts';
import { GATES } from '../../decisions/gates/gate-catalogue.ts';
import { PROVERS } from '../../decisions/gates/provers.ts';
import { factsWith, NOW_MS, prove, signedBy, spread } from './gate-fixtures.ts';
import {
  OWNERS,
  runs,
  drill,
  evaluations,
  reviews,
  WATCHED,
  signed,
  CASE,
  quarantine,
} from './gate-samples.ts';

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
      ...signed(
        'purpose_stated',
        signedBy('business-owner', 'business'),
        signedBy('operations-owner', 'operations'),
      ),
    },
    {
      record: { ...CASE, out_of_scope: '' },
      ...signed('purpose_stated', signedBy('business-owner', 'business')),
    },
    /not responsible for \(out_of_scope\).*Not signed for operations/,
  ],
  [
    'owners',
    { record: { owners: OWNERS } },
    { record: { owners: { ...OWNERS, technical: 'business-owner' } } },
    /same person/,
  ],
  [
    'owners',
    { record: { owners: { ...OWNERS, risk: 'rio' }, risk_class: 'regulated' } },
    { record: { owners: OWNERS, risk_class: 'customer-facing' } },
    /No risk owner/,
  ],
  [
    'owners',
    {
      record: { owners: OWNERS },
      people: [{ id: 'business-owner', email: 'business-owner@example.com' }],
    },
    {
      record: { owners: { ...OWNERS, technical: 'Business-Owner@Example.com' } },
      people: [{ id: 'business-owner', email: 'business-owner@example.com' }],
    },
    /same person/,
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
    signed('failure_modes', signedBy('builder', 'technical'), signedBy('eva', 'expert')),
    signed('failure_modes', signedBy('builder', 'technical'), signedBy('builder', 'expert')),
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
      ...signed('sandbox_sample', signedBy('operations-owner', 'operations')),
    },
    {
      events: reviews(100, 2),
      record: { agreed: { audited_error_rate: 0.1 } },
      ...signed('sandbox_sample', signedBy('operations-owner', 'operations')),
    },
    /100 of \d+ random reviews/,
  ],
  [
    'error_rate_accepted',
    {
      events: reviews(400, 4),
      record: { agreed: { audited_error_rate: 0.1 } },
      ...signed('error_rate_accepted', signedBy('operations-owner', 'operations')),
    },
    {
      events: reviews(400, 38),
      record: { agreed: { audited_error_rate: 0.1 }, risk_class: 'regulated' },
      ...signed('error_rate_accepted', signedBy('operations-owner', 'operations')),
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
    'rollback_rehearsed',
    {
      events: [
        { ...drill(NOW_MS - DAY_MS, 20)[0]!, phase: 'started' },
        drill(NOW_MS - DAY_MS, 20)[1]!,
      ],
    },
    { events: drill(NOW_MS - DAY_MS, 20).slice(1) },
    /when it began was not reported/,
  ],
  [
    'support_path',
    {
      record: { support_path: 'desk', escalation_path: 'lead' },
      ...signed('support_path', signedBy('operations-owner', 'operations')),
    },
    {
      record: { support_path: 'desk' },
      ...signed('support_path', signedBy('operations-owner', 'operations')),
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
  [
    'evaluation_current',
    { events: evaluations(100, 90) },
    { events: evaluations(5, 5) },
    /5 of 30 evaluations needed/,
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
